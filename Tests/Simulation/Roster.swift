import BusinessTime
import FoundationEssentials
import Postgres
import Routing
import Setup

/// What counts: policy, calendars and shifts, as the setup in force has them.
struct Roster: Sendable {
    let policy: SLAPolicy
    /// Versions of the routing policy that may have decided.
    let policyVersions: Set<String>
    private let routing: RoutingPolicy
    private let leaves: [String: WorkCalendar]
    private let book: CalendarBook
    private let calendars: [String: WorkCalendar]
    private let shifts: [String: WorkCalendar]

    /// Everybody who takes tickets.
    var agents: [String] { shifts.keys.sorted() }

    /// Reads what `aftersail setup load` stored.
    static func load(_ database: Database) async throws -> Roster {
        try await database.transaction { transaction in
            guard let policy = try await SetupDocuments.load(.slaPolicy, as: SLAPolicy.self, from: transaction),
                let book = try await SetupDocuments.load(.calendars, as: CalendarBook.self, from: transaction),
                let staff = try await SetupDocuments.load(.organisation, as: Organisation.self, from: transaction)
            else { throw SimulationError("the setup that was loaded cannot be read back") }
            let routing = try await SetupDocuments.load(.routingPolicy, as: RoutingPolicy.self, from: transaction)
            return try Roster(policy.body, book.body, staff.body, routing: routing)
        }
    }

    init(
        _ policy: SLAPolicy,
        _ book: CalendarBook,
        _ staff: Organisation,
        routing: SetupDocument<RoutingPolicy>? = nil
    ) throws {
        self.policy = policy
        policyVersions = [String(routing?.version ?? 0)]
        self.routing = routing?.body ?? .standard
        self.book = book
        var calendars: [String: WorkCalendar] = [:]
        for (name, definition) in book.calendars { calendars[name] = try WorkCalendar(definition, mustOpenAfter: nil) }
        self.calendars = calendars
        var shifts: [String: WorkCalendar] = [:]
        var leaves: [String: WorkCalendar] = [:]
        for agent in staff.agents {
            guard var definition = book.definition(agent.calendar) else { continue }
            definition.timeZone = agent.zone ?? definition.timeZone
            shifts[agent.id] = try WorkCalendar(definition.applying(agent.exceptions), mustOpenAfter: nil)
            leaves[agent.id] = try definition.leave(in: agent.exceptions).map {
                try WorkCalendar($0, mustOpenAfter: nil)
            }
        }
        self.shifts = shifts
        self.leaves = leaves
    }

    /// The calendar that counts business minutes of tickets from a country.
    func calendar(for country: String?) -> WorkCalendar {
        calendars[book.name(forCountry: country)] ?? WallCalendar.always
    }

    /// When an agent has worked so many minutes from an instant on.
    func worked(_ minutes: Double, by agent: String, from instant: Date) -> Date {
        let shift = shifts[agent] ?? WallCalendar.always
        return shift.due(start: instant, budget: .seconds(minutes * 60)) ?? instant.addingTimeInterval(minutes * 60)
    }

    /// When an agent is next at work; the instant itself during a shift.
    func atWork(_ agent: String, from instant: Date) -> Date {
        (shifts[agent] ?? WallCalendar.always).firstOpen(from: instant) ?? instant
    }

    /// Whether an agent is on shift, by the own calendar and zone.
    func isAtWork(_ agent: String, at instant: Date) -> Bool { shifts[agent]?.isOpen(at: instant) ?? false }

    /// Whether the policy lets an agent get tickets: on shift, or as near before one as it allows.
    func mayGetWork(_ agent: String, at instant: Date) -> Bool {
        guard let shift = shifts[agent], leaves[agent]?.isOpen(at: instant) != true else { return false }
        if shift.isOpen(at: instant) || routing.offShift == .always { return true }
        let opening = shift.firstOpen(from: instant)
        return opening.map { $0.timeIntervalSince(instant) <= Double(routing.minutesAhead) * 60 } ?? false
    }
}
