import Contracts

/// Prints for a person or for a program.
struct Output: Sendable {
    /// Whether a program reads.
    let isJSON: Bool
    /// Colours, or none.
    let palette: Palette
    private let around: Surroundings

    init(_ options: CommonOptions, _ around: Surroundings) {
        isJSON = options.json
        palette = Palette(
            isOn: around.isTerminal && !options.noColor && !options.json
                && (around.environment["NO_COLOR"] ?? "").isEmpty
        )
        self.around = around
    }

    /// One line.
    func line(_ text: String = "") { around.say(text + "\n") }

    /// A value as indented JSON, members sorted.
    func json(_ value: JSONValue) { around.say(value.indented() + "\n") }

    /// Rows as a JSON array or as a table.
    func rows(_ rows: [JSONValue], _ columns: [Column], none: String) {
        if isJSON { return json(.array(rows)) }
        if rows.isEmpty { return line(none) }
        around.say(Table(columns, rows, palette).text)
    }

    /// Rows as a table below a heading of their own, set off by an empty line; nothing when there are none.
    func section(_ title: String, _ rows: [JSONValue], _ columns: [Column]) {
        guard !rows.isEmpty else { return }
        line()
        heading(title)
        self.rows(rows, columns, none: "")
    }

    /// What was done: a sentence, or an object for a program.
    func done(_ sentence: String, _ value: JSONValue) {
        if isJSON { json(value) } else { line(sentence) }
    }

    /// A heading of a longer text.
    func heading(_ text: String) { line(palette.bold(text)) }

    /// Overwrites one line on a terminal; silent elsewhere.
    func progress(_ text: String) {
        if around.showsProgress { around.complain("\r\u{1B}[K\(text)") }
    }

    /// Removes the line of progress.
    func endProgress() {
        if around.showsProgress { around.complain("\r\u{1B}[K") }
    }
}
