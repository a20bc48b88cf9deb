/// A template file that cannot be used, or a message that cannot be written.
///
/// Trying again does not help.
public enum WordingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A template names a value no message has.
    case unknownPlaceholder(key: String, language: String, name: String)
    /// Braces that do not enclose a name.
    case brokenPlaceholder(key: String, language: String)
    /// A key is not worded in a language.
    case missingLanguage(key: String, language: String)
    /// A language nothing else is worded in.
    case unknownLanguage(key: String, language: String)
    /// Two templates for one key and language.
    case duplicate(key: String, language: String)
    /// A language's placeholders differ from the English ones.
    case unequalPlaceholders(key: String, language: String, names: [String])
    /// An empty subject or text, or a subject of several lines.
    case badSubjectOrText(key: String, language: String)
    /// No template has this key.
    case unknownKey(String)
    /// The message lacks values its template needs.
    case missingValues(key: String, names: [String])

    /// What to correct, and where.
    public var description: String {
        switch self {
        case .unknownPlaceholder(let key, let language, let name):
            "Template '\(key)' (\(language)) uses {{\(name)}}, which no message has; use one of "
                + TemplatePlaceholder.allCases.map(\.rawValue).joined(separator: ", ") + "."
        case .brokenPlaceholder(let key, let language):
            "Template '\(key)' (\(language)) has braces without a name; write {{ticket}}."
        case .missingLanguage(let key, let language): "Template '\(key)' has no '\(language)' wording; add one."
        case .unknownLanguage(let key, let language):
            "Template '\(key)' is worded in '\(language)'; the catalogue holds \(WordingLanguages.all.joined(separator: ", "))."
        case .duplicate(let key, let language): "Template '\(key)' (\(language)) is there twice; remove one."
        case .unequalPlaceholders(let key, let language, let names):
            "Template '\(key)' (\(language)) and its English wording differ in \(names.joined(separator: ", ")); use the same."
        case .badSubjectOrText(let key, let language):
            "Template '\(key)' (\(language)) needs a text and a subject of one line."
        case .unknownKey(let key): "There is no template '\(key)'; load the templates again."
        case .missingValues(let key, let names):
            "Writing '\(key)' needs \(names.joined(separator: ", ")); the caller must supply them."
        }
    }
}
