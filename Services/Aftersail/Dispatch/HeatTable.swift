/// Counts by language and hour of the day, where many are easily seen.
struct HeatTable {
    let text: String

    init(_ rows: [String: [Int]], _ palette: Palette) {
        let most = rows.values.flatMap(\.self).max() ?? 0
        let width = max(2, String(most).count)
        let names = rows.keys.sorted()
        let side = max(8, names.map { TextWidth.of(SimulationFigures.name($0)) }.max() ?? 0)
        func cell(_ text: String) -> String { " " + TextWidth.pad(text, to: width, right: true) }
        let hours = (0..<24).map { cell($0 < 10 ? "0\($0)" : "\($0)") }.joined()
        var lines = [palette.bold(TextWidth.pad("", to: side) + hours + cell("all"))]
        for name in names {
            let counts = rows[name, default: []]
            let cells = counts.map { count in
                let text = cell(count == 0 ? "·" : "\(count)")
                return count == 0 ? palette.dim(text) : count * 2 > most ? palette.red(text) : palette.yellow(text)
            }
            lines.append(
                TextWidth.pad(SimulationFigures.name(name), to: side) + cells.joined() + cell("\(counts.reduce(0, +))")
            )
        }
        text = lines.map { $0 + "\n" }.joined()
    }
}
