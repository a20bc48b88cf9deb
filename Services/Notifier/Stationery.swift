import Wording

/// The wording that was loaded, and for what it lacks, the built-in one.
struct Stationery: Sendable {
    /// A message in its words.
    struct Letter: Sendable {
        let subject: String
        let text: String
        let language: String
    }

    let loaded: TemplateCatalogue
    let builtIn: TemplateCatalogue

    /// A message whose subject holds the ticket's number in brackets, by which answers find their ticket.
    func render(_ key: String, _ language: String, _ values: [TemplatePlaceholder: String], number: String)
        throws(WordingError) -> Letter
    {
        let catalogue = loaded.placeholders(of: key) == nil ? builtIn : loaded
        let message = try catalogue.render(key, language: language, values: values)
        let tag = "[\(number)]"
        let subject = Self.holds(tag, message.subject) ? message.subject : "\(tag) \(message.subject)"
        return Letter(subject: subject, text: message.text, language: message.language)
    }

    /// Nearly every subject begins with the tag and a space; only the others are searched.
    private static func holds(_ tag: String, _ subject: String) -> Bool {
        let after = subject.utf8.dropFirst(tag.utf8.count)
        return (after.first == 0x20 && subject.utf8.starts(with: tag.utf8)) || subject.contains(tag)
    }
}
