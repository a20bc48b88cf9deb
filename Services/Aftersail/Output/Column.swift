import Contracts

/// One column of a table: a title and the member it shows.
struct Column: Sendable {
    let title: String
    /// Member of the row; of the nested object behind a dot.
    let key: String
    /// Most cells wide; longer texts end in an ellipsis.
    var limit = 48
    var alignsRight = false

    init(_ title: String, _ key: String, limit: Int = 48, alignsRight: Bool = false) {
        self.title = title
        self.key = key
        self.limit = limit
        self.alignsRight = alignsRight
    }
}
