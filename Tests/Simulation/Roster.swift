import BusinessTime
import FoundationEssentials
import Postgres
import Setup

/// What counts: policy, calendars and shifts, as the setup in force has them.
struct Roster: Sendable {
    let policy: SLAPolicy
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
            return try Roster(policy.body, book.body, staff.body)
        }
    }

    init(_ policy: SLAPolicy, _ book: CalendarBook, _ staff: Organisation) throws {
        self.policy = policy
        self.book = book
        var calendars: [String: WorkCalendar] = [:]
        for (name, definition) in book.calendars { calendars[name] = try WorkCalendar(definition, mustOpenAfter: nil) }
        self.calendars = calendars
        var shifts: [String: WorkCalendar] = [:]
        for agent in staff.agents {
            guard var definition = book.definition(agent.calendar) else { continue }
            definition.timeZone = agent.zone ?? definition.timeZone
            shifts[agent.id] = try WorkCalendar(definition, mustOpenAfter: nil)
        }
        self.shifts = shifts
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
}
