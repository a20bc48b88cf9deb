public import BusinessTime
public import FoundationEssentials
import Postgres
public import Tickets

/// What is known of a ticket besides its ledger, as far as its clocks care.
public struct TicketHead: Sendable {
    /// Row in `ticket`.
    public let id: UUID
    /// When the ticket was made.
    public let openedAt: Date
    /// When the customer's message reached us, as the channel says.
    public let clockStart: Date
    /// Written by a machine: no clock runs, nothing is promised.
    public let isMachine: Bool
    /// What the policy's rules look at.
    public let subject: SLASubject
    /// Way of the ticket's messages.
    public let lane: Lane
    /// Whether the classifier has spoken.
    public let isClassified: Bool
    /// Whether the acknowledgement was held back for good, such as without an address: then none is owed.
    public let cannotBeAcknowledged: Bool

    /// The facts that clocks are derived from.
    public func facts(_ events: [SLAEvent], policy: SLAPolicy, calendar: WorkCalendar) -> SLAFacts {
        SLAFacts(
            openedAt: openedAt,
            receivedAt: clockStart,
            subject: subject,
            policy: policy,
            calendar: calendar,
            events: events
        )
    }
}

extension TicketHead {
    init(_ row: Row) throws(PostgresError) {
        let (category, priority): (String?, Int?) = (try row("category"), try row("priority"))
        let lane: String? = try row("lane")
        let channel: String = try row("channel")
        id = try row("id")
        openedAt = try row("opened_at")
        clockStart = try row("clock_start")
        isMachine = try row("machine")
        subject = SLASubject(
            level: try row("level"),
            category: category.flatMap(Category.init(rawValue:)),
            priority: priority.flatMap(Priority.init(rawValue:)),
            country: try row("country"),
            channel: Channel(rawValue: channel),
            contract: try row("contract")
        )
        self.lane = lane.flatMap(Lane.init(rawValue:)) ?? .normal
        isClassified = try row("classified")
        cannotBeAcknowledged = try row("unacknowledgeable")
    }
}
