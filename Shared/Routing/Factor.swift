/// One thing that speaks for a candidate.
public enum Factor: String, Codable, CodingKeyRepresentable, CaseIterable, Hashable, Sendable {
    /// Level of the category's skill.
    case skill
    /// Fluency in the customer's language.
    case language
    /// Whether the country is served by name.
    case territory
    /// On shift now, or soon.
    case shift
    /// Free capacity after this ticket.
    case load
    /// Worked for this customer before.
    case continuity
    /// The lowest level of the service network that suffices.
    case level
    /// Nearness of the agent's site to the customer.
    case distance
}
