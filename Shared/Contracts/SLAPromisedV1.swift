public import FoundationEssentials

/// The expected resolution interval is known; *sla-monitor* says so once per ticket, *notifier* acknowledges with it.
public struct SLAPromisedV1: Message {
    /// Name and version on the wire.
    public static let name = "sla.promised.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Earliest expected resolution; `nil` when the policy promises nothing.
    public let earliest: Date?
    /// Latest expected resolution.
    public let latest: Date?
    /// Version of the policy that promised.
    public let policyVersion: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, earliest: Date?, latest: Date?, policyVersion: String) {
        self.ticketID = ticketID
        self.earliest = earliest
        self.latest = latest
        self.policyVersion = policyVersion
    }
}
