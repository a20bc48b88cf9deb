import Contracts

/// Rows under titles, aligned by what a terminal shows, not by characters.
struct Table {
    let text: String

    init(_ columns: [Column], _ rows: [JSONValue], _ palette: Palette) {
        let cells = rows.map { row in columns.map { TextWidth.cut(row[$0.key].shown, to: $0.limit) } }
        let widths = columns.indices.map { index in
            ([columns[index].title] + cells.map { $0[index] }).map(TextWidth.of).max() ?? 0
        }
        let lines = [columns.map(\.title)] + cells
        text = lines.enumerated().map { number, line in
            let joined = zip(columns, zip(line, widths)).map { column, cell in
                TextWidth.pad(cell.0, to: cell.1, right: column.alignsRight)
            }.joined(separator: "  ")
            let trimmed = String(joined.reversed().drop { $0 == " " }.reversed())
            return (number == 0 ? palette.bold(trimmed) : trimmed) + "\n"
        }.joined()
    }
}
