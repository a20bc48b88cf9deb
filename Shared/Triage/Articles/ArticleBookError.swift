/// Articles that cannot be used as written.
public enum ArticleBookError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A field holds something else than expected; `article` is `nil` for fields of the whole book.
    case invalid(article: String?, field: String, expected: String)

    /// What to correct, and where.
    public var description: String {
        switch self {
        case .invalid(let article, let field, let expected):
            let place = article.map { "Article '\($0)'" } ?? "Articles"
            return "\(place), field '\(field)': expected \(expected). Correct the file and load it again."
        }
    }
}
