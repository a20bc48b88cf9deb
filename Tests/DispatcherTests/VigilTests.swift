import BusinessTime
import FoundationEssentials
import Routing
import Setup
import Testing
import Tickets

@testable import Dispatcher

@Suite("When to look after an agent")
struct VigilTests {
    /// From nine to five UTC on Mondays and Tuesdays; the clock starts on a Monday at ten.
    private static let now = Office.monday
    private let policy = HandOverPolicy(silentMinutes: ["p3": 120], absentMinutes: 60)

    private func hours(_ exceptions: [CalendarException] = []) throws -> AgentHours {
        let week = ["mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]]
        let book = CalendarBook(
            standard: "office",
            calendars: ["office": CalendarDefinition(timeZone: "UTC", hours: week)]
        )
        var entry = RosterEntry(id: "ann", team: "technical", calendar: "office", capacity: 1)
        entry.exceptions = exceptions
        return try #require(ShiftBook(book).hours(of: entry))
    }

    private func watched(_ change: (inout Watched) -> Void = { _ in }) -> Watched {
        var watched = Watched(id: UUID(), ticket: UUID(), agent: "ann", assignedAt: Self.now)
        change(&watched)
        return watched
    }

    private func finding(_ watched: Watched, _ hours: AgentHours?, at minutes: Double) -> Vigil.Finding {
        let facts = TicketFacts(id: watched.ticket, dueAt: Self.now)
        return Vigil(policy: policy).finding(watched, facts, hours, at: Self.now.addingTimeInterval(minutes * 60))
    }

    @Test("leave that lasts is an absence in regular hours, a short one is none")
    func leave() throws {
        let long = try hours([CalendarException(from: "2026-11-23T11:00", to: "2026-11-27", kind: .leave)])
        let short = try hours([CalendarException(from: "2026-11-23T11:00", to: "2026-11-23T11:30", kind: .leave)])

        #expect(Vigil(policy: policy).firstLook(.p3, long, from: Self.now) == Self.now.addingTimeInterval(7_200))
        #expect(finding(watched(), long, at: 119).due == nil)
        #expect(finding(watched(), long, at: 121).due == .away)
        #expect(finding(watched(), short, at: 121).due == nil)
        #expect(finding(watched(), short, at: 151).due == .silent)
    }

    @Test("a shift under way has begun at every instant, also between two microseconds")
    func betweenMicroseconds() throws {
        for step in 1...200 {
            let now = Self.now.addingTimeInterval(Double(step) * 1.3e-7)
            let shift = try #require(try hours().shift(after: now))

            #expect(shift.opening <= now)
            #expect(shift.closing == Self.now.addingTimeInterval(7 * 3_600))
        }
    }

    @Test("leave under way counts from its beginning at every instant, also between two microseconds")
    func leaveBetweenMicroseconds() throws {
        let away = try hours([CalendarException(from: "2026-11-23T11:00", to: "2026-11-27", kind: .leave)])

        for step in 1...200 { #expect(finding(watched(), away, at: 121 + Double(step) * 2.1e-9).due == .away) }
    }

    @Test("what was kept gets the whole time again")
    func kept() throws {
        let kept = watched { $0.kept = [.silent: Self.now.addingTimeInterval(7_200)] }

        let first = finding(kept, try hours(), at: 121)

        #expect(first == Vigil.Finding(due: nil, lookAt: Self.now.addingTimeInterval(14_400)))
        #expect(finding(kept, try hours(), at: 241).due == .silent)
    }

    @Test("a ticket that calls for nothing is looked at when a call of now would be too old")
    func quiet() throws {
        let quiet = watched { $0.actedAt = Self.now }

        // 20 minutes on Monday, 100 on Tuesday.
        let tuesday = Self.now.addingTimeInterval(24 * 3_600 + 40 * 60)
        #expect(finding(quiet, try hours(), at: 400) == Vigil.Finding(due: nil, lookAt: tuesday))
    }
}
