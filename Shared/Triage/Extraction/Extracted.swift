/// A number that was found in a message.
public struct Extracted: Codable, Sendable, Hashable {
    /// What it is, such as `order_number`.
    public let kind: String
    /// In one spelling, whatever the customer typed.
    public let value: String
    /// As the customer typed it.
    public let text: String
    /// Id of the pattern that took it.
    public let pattern: String
    /// Whether a check digit proved it.
    public let checked: Checked

    /// What is known of a number beyond its looks.
    public enum Checked: String, Codable, Sendable {
        /// Its check digit is right.
        case passed
        /// Its pattern has no check digit.
        case none
    }

    /// A found number; see the properties.
    public init(kind: String, value: String, text: String, pattern: String, checked: Checked) {
        self.kind = kind
        self.value = value
        self.text = text
        self.pattern = pattern
        self.checked = checked
    }
}
