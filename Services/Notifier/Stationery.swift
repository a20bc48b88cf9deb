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
        let subject = message.subject.contains(tag) ? message.subject : "\(tag) \(message.subject)"
        return Letter(subject: subject, text: message.text, language: message.language)
    }
}
