public import Wording

/// The wording of every kind of message in every language.
public struct TemplateBook: Codable, Hashable, Sendable {
    /// One entry a kind and language.
    public var templates: [MessageTemplate]

    /// A book; `TemplateCatalogue` proves it complete.
    public init(templates: [MessageTemplate]) {
        self.templates = templates
    }
}
