/// The wording of one kind of message in one language.
public struct MessageTemplate: Codable, Sendable, Hashable {
    /// Kind of message, such as `acknowledgement`.
    public let key: String
    /// One of ``WordingLanguages/all``.
    public let language: String
    /// One line with placeholders.
    public let subject: String
    /// Paragraphs with placeholders, an empty line between them.
    public let text: String

    /// A template with all its parts.
    public init(key: String, language: String, subject: String, text: String) {
        self.key = key
        self.language = language
        self.subject = subject
        self.text = text
    }

    /// The placeholders of subject and text.
    func placeholders() throws(WordingError) -> Set<TemplatePlaceholder> {
        var names: Set<TemplatePlaceholder> = []
        for piece in try pieces(of: subject) + pieces(of: text) {
            if case .value(let name) = piece { names.insert(name) }
        }
        return names
    }

    /// A text cut into wording and placeholders.
    func pieces(of text: String) throws(WordingError) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            pieces.append(.words(String(rest[..<open.lowerBound])))
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw .brokenPlaceholder(key: key, language: language)
            }
            let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
            guard !name.isEmpty else { throw .brokenPlaceholder(key: key, language: language) }
            guard let placeholder = TemplatePlaceholder(rawValue: name) else {
                throw .unknownPlaceholder(key: key, language: language, name: name)
            }
            pieces.append(.value(placeholder))
            rest = rest[close.upperBound...]
        }
        guard !rest.contains("}}") else { throw .brokenPlaceholder(key: key, language: language) }
        return pieces + [.words(String(rest))]
    }
}
