/// A text with what it is about.
public struct TrainingText: Sendable, Hashable {
    /// Subject line of a mail.
    public let subject: String?
    /// The text.
    public let body: String
    /// Its category, or any other name.
    public let label: String

    /// A text; see the properties.
    public init(subject: String? = nil, body: String, label: String) {
        self.subject = subject
        self.body = body
        self.label = label
    }
}
