/// A text with what it is about.
public struct TrainingText: Sendable, Hashable {
    /// Subject line of a mail.
    public let subject: String?
    /// The text.
    public let body: String
    /// Its category, or any other name.
    public let label: String
    /// It counts as if it stood there so many times, from 1; what is rare and what is measured count it once.
    public let weight: Int

    /// A text; see the properties.
    public init(subject: String? = nil, body: String, label: String, weight: Int = 1) {
        self.subject = subject
        self.body = body
        self.label = label
        self.weight = max(1, weight)
    }
}
