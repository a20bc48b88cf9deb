public import FoundationEssentials
import Routing
public import Tickets

/// What is simulated: tickets of a period, the work they make, and what is wanted for them.
public struct Scenario: Sendable {
    /// How it is called on the page.
    public var name: String
    /// When tickets come; afterwards people go on for ``rest``.
    public var period: Range<Date>
    /// The tickets in order of time.
    public var arrivals: [Arrival]
    /// The work they make.
    public var effort: Effort
    /// Minutes by the wall clock in which somebody is to have begun with a ticket.
    public var target: Double
    /// Part of the tickets, of every language, for which that is to hold, 0…1.
    public var share: Double
    /// Minutes by the wall clock until a ticket is due, by priority; a day where none is given.
    public var due: [Priority: Double]
    /// Team of tickets without a category, if somebody staffs it.
    public var dutyTeam: String
    /// Hours of a shift that is advised.
    public var shiftHours: Int
    /// Where everything that is left to chance comes from.
    public var seed: UInt64

    /// A scenario.
    public init(
        name: String,
        period: Range<Date>,
        arrivals: [Arrival],
        effort: Effort,
        target: Double,
        share: Double = 0.9,
        due: [Priority: Double] = [:],
        dutyTeam: String = "duty",
        shiftHours: Int = 8,
        seed: UInt64 = 1
    ) {
        self.name = name
        self.period = period
        self.arrivals = arrivals
        self.effort = effort
        self.target = target
        self.share = share
        self.due = due
        self.dutyTeam = dutyTeam
        self.shiftHours = shiftHours
        self.seed = seed
    }

    /// How long people go on after the last day.
    public static let rest: TimeInterval = 14 * 86_400

    /// When a ticket of a priority is due, in milliseconds after its arrival.
    func due(_ priority: Priority) -> Int { Int((due[priority] ?? 1_440) * 60_000) }
}

/// Tickets that ask for the same: only their age differs.
struct Kind: Hashable, Sendable {
    let category: Category?
    let language: String?
    let country: String?
    let priority: Priority

    init(_ arrival: Arrival) {
        category = arrival.category
        language = arrival.language
        country = arrival.country
        priority = arrival.priority
    }

    /// What one of them asks of routing.
    func need(id: UUID, dueAt: Date?, team: String?, by policy: RoutingPolicy) -> TicketNeed {
        TicketNeed(
            id: id,
            category: category,
            language: language,
            country: country,
            priority: priority,
            dueAt: dueAt,
            weight: policy.weight(of: category, priority),
            team: team,
            certification: policy.certificate(for: category)
        )
    }
}
