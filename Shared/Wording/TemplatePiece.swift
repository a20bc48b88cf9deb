/// A stretch of a template: fixed wording, or the place of a value.
enum TemplatePiece: Sendable, Hashable {
    case words(String)
    case value(TemplatePlaceholder)
}
