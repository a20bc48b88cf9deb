import BusinessTime
import ClockRecord
import FoundationEssentials
import Testing
import Tickets

@testable import SLAMonitor

@Suite("The plan of a clock")
struct ClockPlanTests {
    /// Minutes after the scene's start, first response of 100 minutes, chain agent at 0 and lead at 30.
    @Test(
        "of overdue steps the latest warning or the breach is told",
        arguments: [
            (now: 50.0, told: [String](), next: "warn-50"),
            (now: 51, told: ["warn-50"], next: "warn-75"),
            (now: 80, told: ["warn-75"], next: "warn-90"),
            (now: 95, told: ["warn-90"], next: "breach-1"),
            (now: 100, told: ["warn-90"], next: "breach-1"),
            (now: 101, told: ["breach-1"], next: "breach-2"),
            (now: 131, told: ["breach-1", "breach-2"], next: ""),
        ]
    )
    func due(now: Double, told: [String], next: String) {
        let plan = Self.plan(at: now)

        #expect(plan.tells.map(\.name) == told)
        #expect(plan.timer?.key.step ?? "" == next)
    }

    @Test("what was told for this deadline is not told again")
    func told() {
        let notice = Notice(clock: Self.key, step: "warn-50", deadlineVersion: 1, toldAt: Self.at(50.5))

        let plan = Self.plan(at: 51, notices: [notice])

        #expect(plan.tells.isEmpty)
    }

    @Test(
        "a moved deadline repeats only what lies ahead again",
        arguments: [(toldAt: 50.5, tells: [String]()), (toldAt: 30.0, tells: ["warn-50"])]
    )
    func moved(toldAt: Double, tells: [String]) {
        let notice = Notice(clock: Self.key, step: "warn-50", deadlineVersion: 1, toldAt: Self.at(toldAt))
        let stored = Self.plan(at: 0).row.with(dueAt: Self.at(60))

        let plan = Self.plan(at: 51, stored: stored, notices: [notice])

        #expect(plan.row.deadlineVersion == 2)
        #expect(plan.tells.map(\.name) == tells)
    }

    @Test("a clock that ended asks for nothing")
    func ended() {
        let plan = Self.plan(at: 120, events: [SLAEvent(.humanReply, at: Self.at(110))])

        #expect(plan.tells.isEmpty)
        #expect(plan.timer == nil)
        #expect(plan.row.state == .breached)
    }

    @Test("the same clock makes no change and a new version of targets does")
    func changed() {
        let stored = Self.plan(at: 1).row

        #expect(!Self.plan(at: 2, stored: stored).row.differs(from: stored))
        #expect(Self.plan(at: 2, stored: stored, stamp: .init(policy: "2", calendar: "0")).row.differs(from: stored))
    }

    @Test(
        "a progress report that leaves after its time is late",
        arguments: [(sentAt: 1_440.0, state: SLAClock.State.met), (sentAt: 1_440.5, state: .breached)]
    )
    func late(sentAt: Double, state: SLAClock.State) {
        let events = [SLAEvent(.progressSent, at: Self.at(sentAt))]

        let clock = Self.clocks(at: 1_600, events).clocks.first { $0.metric == .progress }

        #expect(clock.map { ClockRow($0, after: nil, stamp: Self.stamp).state } == state)
    }

    /// Minutes at which requests were told; asked a quarter of an hour before a day is over, period of a day.
    @Test(
        "a request for a report follows the last one by a period",
        arguments: [
            (now: 100.0, told: [Double](), tells: [String](), next: "progress-0 1425"),
            (now: 1_426, told: [], tells: ["progress-0"], next: "check 1431"),
            (now: 1_428, told: [1_426], tells: [], next: "check 1433"),
            (now: 1_431, told: [1_426], tells: [], next: "check 1436"),
            (now: 1_447, told: [1_426], tells: [], next: "check 1507"),
            (now: 2_845, told: [1_426], tells: [], next: "progress-1 2866"),
            (now: 2_867, told: [1_426], tells: ["progress-1"], next: "check 2872"),
            (now: 9_000, told: [1_426, 2_867], tells: ["progress-2"], next: "check 9005"),
        ]
    )
    func rounds(now: Double, told: [Double], tells: [String], next: String) {
        let notices = told.enumerated().map { round, minute in
            Notice(
                clock: ClockKey(metric: "progress", cycle: 1),
                step: "progress-\(round)",
                deadlineVersion: 1,
                toldAt: Self.at(minute)
            )
        }

        let plan = Self.plan(of: .progress, at: now, notices: notices)

        #expect(plan.tells.map(\.name) == tells)
        let timer = plan.timer.map { "\($0.key.step) \(Int($0.dueAt.timeIntervalSince(Scene.start) / 60))" }
        #expect(timer == next)
    }

    private static let key = ClockKey(metric: "first_response", cycle: 1)
    private static let stamp = TargetsInForce.Stamp(policy: "1", calendar: "0")
    private static let chain = [EscalationStep("agent", afterMinutes: 0), EscalationStep("lead", afterMinutes: 30)]

    private static func at(_ minutes: Double) -> Date { Scene.start.addingTimeInterval(minutes * 60) }

    private static func clocks(at now: Double, _ events: [SLAEvent]) -> SLAClocks {
        let rule = SLARule(name: "all", targets: SLATargets(firstResponse: SLATarget(100, .wall)), escalation: chain)
        let facts = SLAFacts(
            openedAt: Scene.start,
            receivedAt: Scene.start,
            subject: SLASubject(),
            policy: SLAPolicy(name: "test", version: 1, rules: [rule]),
            calendar: WallCalendar.always,
            events: events
        )
        return SLAClocks(facts, now: at(now))
    }

    private static func plan(
        of metric: SLAMetric = .firstResponse,
        at now: Double,
        stored: ClockRow? = nil,
        notices: [Notice] = [],
        events: [SLAEvent] = [],
        stamp: TargetsInForce.Stamp = stamp
    ) -> ClockPlan {
        let clocks = clocks(at: now, events)
        let clock = clocks.clocks.filter { $0.metric == metric }[0]
        return ClockPlan(clock, of: clocks, stored: stored, notices: notices, stamp: stamp, now: at(now))
    }
}

extension ClockRow {
    /// The same with another deadline.
    func with(dueAt: Date) -> ClockRow {
        ClockRow(
            key: key,
            state: state,
            startedAt: startedAt,
            dueAt: dueAt,
            stoppedAt: stoppedAt,
            deadlineVersion: deadlineVersion,
            stamp: stamp
        )
    }
}
