import Contracts

/// One row, a member a line, and its text below.
struct RecordPage {
    let output: Output

    func print(_ row: JSONValue, text: String) {
        if output.isJSON { return output.json(row) }
        let width = row.members.keys.map(\.count).max() ?? 0
        for (name, value) in row.members.sorted(by: { $0.key < $1.key }) where name != text && value != .null {
            output.line("\(TextWidth.pad(name, to: width))  \(value.shown)")
        }
        output.line()
        output.line((row[text].string ?? "(no stored text)").printable(keepingLines: true))
    }
}
