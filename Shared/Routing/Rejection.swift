public import FoundationEssentials

/// Why a candidate cannot take a ticket.
public enum RejectionReason: String, Codable, CodingKeyRepresentable, CaseIterable, Hashable, Sendable {
    /// Signed off.
    case away
    /// Outside the working hours, and the policy does not allow that.
    case offShift = "off_shift"
    /// Another team must take it.
    case wrongTeam = "wrong_team"
    /// The skill is missing or too low.
    case noSkill = "no_skill"
    /// The language is missing.
    case noLanguage = "no_language"
    /// The country is not served.
    case wrongRegion = "wrong_region"
    /// No capacity left for the ticket's weight.
    case full
    /// Named as one who must not get it.
    case excluded
    /// On planned leave.
    case onLeave = "on_leave"
    /// The customer's region lets nobody but its own agents see them.
    case residency
    /// The certificate is missing.
    case notCertified = "not_certified"
    /// The site's level of the service network is too low.
    case levelTooLow = "level_too_low"
    /// Was silent about the ticket before.
    case wasSilent = "was_silent"
}

/// A candidate who cannot take a ticket, with every reason.
public struct Rejection: Hashable, Sendable, Codable {
    /// Row of the agent.
    public let agent: UUID
    /// All reasons, in a fixed order.
    public let reasons: [RejectionReason]
}
