public import FoundationEssentials
public import Tickets

/// A ticket that comes in, and what it asks of whoever takes it.
public struct Arrival: Hashable, Sendable {
    /// When the customer's message arrived.
    public let at: Date
    /// What it is about; nil when the classifier abstains.
    public let category: Category?
    /// ISO 639 code in lower case; nil when unknown.
    public let language: String?
    /// The customer's ISO 3166 code; nil when unknown.
    public let country: String?
    /// How pressing it is.
    public let priority: Priority
    /// Minutes of work; nil where they are drawn.
    public let work: Double?

    /// A ticket.
    public init(
        at: Date,
        category: Category?,
        language: String?,
        country: String?,
        priority: Priority,
        work: Double? = nil
    ) {
        self.at = at
        self.category = category
        self.language = language
        self.country = country
        self.priority = priority
        self.work = work
    }
}
