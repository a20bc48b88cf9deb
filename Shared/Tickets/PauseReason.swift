/// What a waiting ticket waits for.
public enum PauseReason: String, Codable, CaseIterable, Hashable, Sendable {
    /// An answer from the customer.
    case customer
    /// Spare parts.
    case parts
    /// Another company.
    case supplier
    /// A visit on site.
    case visit
    /// The date agreed with the customer.
    case agreedDate = "agreed_date"
}
