/// A message ready to be sent.
public struct RenderedMessage: Sendable, Hashable {
    /// One line without control characters, at most 200 characters.
    public let subject: String
    /// Plain text.
    public let text: String
    /// The language it is worded in, which may be the fallback.
    public let language: String
}
