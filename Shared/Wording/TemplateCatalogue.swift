/// All templates, proven complete: each key in each language, with the same placeholders.
public struct TemplateCatalogue: Sendable {
    /// Every key, sorted.
    public let keys: [String]
    private let wordings: [String: [String: Wording]]

    private struct Wording: Sendable {
        let subject: [TemplatePiece]
        let text: [TemplatePiece]
        let needs: Set<TemplatePlaceholder>
    }

    /// A catalogue of templates; throws the first fault found.
    public init(_ templates: [MessageTemplate]) throws(WordingError) {
        var wordings: [String: [String: Wording]] = [:]
        for template in templates {
            let wording = try Self.wording(template)
            guard wordings[template.key, default: [:]].updateValue(wording, forKey: template.language) == nil else {
                throw .duplicate(key: template.key, language: template.language)
            }
        }
        for key in wordings.keys.sorted() { try Self.check(key, wordings[key] ?? [:]) }
        self.wordings = wordings
        keys = wordings.keys.sorted()
    }

    /// Values a key's template needs; `nil` for an unknown key.
    public func placeholders(of key: String) -> Set<TemplatePlaceholder>? { wordings[key]?["en"]?.needs }

    /// Writes a message in the closest language.
    ///
    /// Values are inserted as they are: braces in them stay braces. In the subject, line breaks and control characters
    /// become spaces, so that no value can add a header.
    public func render(_ key: String, language: String?, values: [TemplatePlaceholder: String])
        throws(WordingError) -> RenderedMessage
    {
        let chosen = WordingLanguages.closest(to: language)
        guard let wording = wordings[key]?[chosen] else { throw .unknownKey(key) }
        var filled = values
        if let name = values[.customer], name.allSatisfy(\.isWhitespace) {
            filled[.customer] = PoliteAddress.general(chosen)
        }
        guard let subject = Self.join(wording.subject, filled), let text = Self.join(wording.text, filled) else {
            let missing = wording.needs.filter { values[$0] == nil }
            throw .missingValues(key: key, names: missing.map(\.rawValue).sorted())
        }
        return RenderedMessage(subject: OneLine.text(subject, most: 200), text: text, language: chosen)
    }

    private static func wording(_ template: MessageTemplate) throws(WordingError) -> Wording {
        let (key, language) = (template.key, template.language)
        guard WordingLanguages.all.contains(language) else { throw .unknownLanguage(key: key, language: language) }
        let empty = template.subject.isEmpty || template.text.allSatisfy(\.isWhitespace)
        guard !empty, !template.subject.contains(where: \.isNewline) else {
            throw .badSubjectOrText(key: key, language: language)
        }
        return Wording(
            subject: try template.pieces(of: template.subject),
            text: try template.pieces(of: template.text),
            needs: try template.placeholders()
        )
    }

    private static func check(_ key: String, _ languages: [String: Wording]) throws(WordingError) {
        for language in WordingLanguages.all {
            guard let wording = languages[language], let english = languages["en"] else {
                throw .missingLanguage(key: key, language: languages["en"] == nil ? "en" : language)
            }
            let differing = wording.needs.symmetricDifference(english.needs)
            guard differing.isEmpty else {
                throw .unequalPlaceholders(key: key, language: language, names: differing.map(\.rawValue).sorted())
            }
        }
    }

    /// `nil` when a value is missing.
    private static func join(_ pieces: [TemplatePiece], _ values: [TemplatePlaceholder: String]) -> String? {
        var text = ""
        text.reserveCapacity(pieces.count * 48)
        for piece in pieces {
            switch piece {
            case .words(let words): text += words
            case .value(let name):
                guard let value = values[name] else { return nil }
                text += value
            }
        }
        return text
    }
}
