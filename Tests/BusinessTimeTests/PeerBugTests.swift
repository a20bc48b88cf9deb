import BusinessTime
import FoundationEssentials
import Testing
import Tickets

/// Faults seen in other systems; docs/pains.md names the threads and the tests of those that are held elsewhere.
@Suite("Faults of other systems")
struct PeerBugTests {
    /// Berlin, 09–17 on weekdays.
    let office: WorkCalendar
    /// Friday 2026-11-20, 09:00 in Berlin.
    let friday: Date

    init() throws {
        office = try calendar("Europe/Berlin", weekdays, [["09:00", "17:00"]])
        friday = try utc("2026-11-20T08:00:00Z")
    }

    private func facts(_ events: (SLAEvent.Kind, Int)..., subject: SLASubject = SLASubject()) -> SLAFacts {
        SLAFacts(
            openedAt: friday,
            receivedAt: friday,
            subject: subject,
            policy: SLAPolicy(
                name: "peers",
                version: 1,
                rules: [
                    rule("urgent", SLAMatch(priorities: [.p1]), resolution: 120),
                    rule("all", SLAMatch(), resolution: 600),
                ]
            ),
            calendar: office,
            events: events.map { SLAEvent($0.0, at: minutes($0.1)) }
        )
    }

    private func rule(_ name: String, _ match: SLAMatch, resolution: Int) -> SLARule {
        let targets = SLATargets(
            firstResponse: SLATarget(60, .business),
            nextResponse: SLATarget(120, .business),
            resolution: SLATarget(resolution, .business)
        )
        return SLARule(name: name, match: match, targets: targets)
    }

    private func minutes(_ minutes: Int) -> Date { friday.addingTimeInterval(Double(minutes) * 60) }

    @Test("no second is lost at the close of any day")
    func wholeSeconds() throws {
        let start = friday.addingTimeInterval(37)
        let days = 5

        let due = office.due(start: start, budget: .seconds(days * 8 * 3_600))

        #expect(try due == utc("2026-11-27T08:00:37Z"))
    }

    @Test("a pause from Friday to Monday gives back working hours alone")
    func weekendPause() throws {
        let all = SLAClocks(facts((.paused(.parts), 420), (.resumed, 4_380)), now: minutes(4_400))

        // Friday 16:00 to Monday 10:00 holds two working hours.
        #expect(try all.latest(.resolution)?.dueAt == utc("2026-11-23T12:00:00Z"))
    }

    @Test(
        "moving a ticket without a word satisfies no response",
        arguments: [.paused(.customer), .paused(.parts), .resumed, .resolved, .closed, .merged] as [SLAEvent.Kind]
    )
    func moved(kind: SLAEvent.Kind) {
        let all = SLAClocks(facts((kind, 30)), now: minutes(90))

        #expect(all.latest(.firstResponse)?.state != .met)
    }

    @Test("a higher priority replays the pauses of the lower one")
    func raised() {
        let low = SLASubject(priority: .p3)
        let high = SLASubject(priority: .p1)
        let before = SLAClocks(facts((.paused(.supplier), 30), (.resumed, 90), subject: low), now: minutes(100))
        let after = SLAClocks(facts((.paused(.supplier), 30), (.resumed, 90), subject: high), now: minutes(100))

        #expect(before.latest(.resolution)?.startedAt == after.latest(.resolution)?.startedAt)
        #expect(after.latest(.resolution)?.dueAt == minutes(120 + 60))
        #expect(after.latest(.resolution)?.state == .running)
    }

    @Test("an update to the customer moves no other clock's deadline")
    func independent() {
        let quiet = SLAClocks(facts(), now: minutes(20))
        let told = SLAClocks(facts((.acknowledged, 1), (.progressSent, 15)), now: minutes(20))

        #expect(told.latest(.firstResponse)?.dueAt == quiet.latest(.firstResponse)?.dueAt)
        #expect(told.latest(.resolution)?.dueAt == quiet.latest(.resolution)?.dueAt)
        #expect(told.nextDueAt == minutes(60))
    }

    @Test("the next deadline is never that of a clock that ended")
    func nextDue() {
        let all = SLAClocks(facts((.humanReply, 10), (.customerMessage, 20), (.humanReply, 30)), now: minutes(40))

        #expect(all.nextDueAt == all.latest(.resolution)?.dueAt || all.nextDueAt == all.latest(.progress)?.dueAt)
        #expect(all.clocks.filter { $0.metric == .nextResponse }.map(\.state) == [.met])
    }
}
