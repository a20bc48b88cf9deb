import BusinessTime
import FoundationEssentials
import Testing
import Tickets

/// Monday 2024-06-03, 09:00 in a UTC office open 09–17 on weekdays.
private func monday(_ minutes: Int) -> Date { Date(timeIntervalSince1970: 1_717_405_200 + Double(minutes) * 60) }

@Suite("SLA clocks")
struct SLAClocksTests {
    let office: WorkCalendar
    let policy = SLAPolicy(
        name: "test",
        version: 3,
        rules: [
            SLARule(
                name: "all",
                targets: SLATargets(
                    firstResponse: SLATarget(60, .business),
                    nextResponse: SLATarget(120, .business),
                    resolution: SLATarget(600, .business)
                )
            )
        ]
    )

    init() throws {
        office = try calendar("UTC", weekdays, [["09:00", "17:00"]])
    }

    private func clocks(now: Int, _ events: (SLAEvent.Kind, Int)...) -> SLAClocks {
        let facts = SLAFacts(
            openedAt: monday(0),
            receivedAt: monday(0),
            subject: SLASubject(),
            policy: policy,
            calendar: office,
            events: events.map { SLAEvent($0.0, at: monday($0.1)) }
        )
        return SLAClocks(facts, now: monday(now))
    }

    @Test("a new ticket starts four clocks with their deadlines")
    func fresh() {
        let all = clocks(now: 1, (.opened, 0))

        #expect(all.clocks.map(\.metric) == [.acknowledgement, .firstResponse, .resolution, .progress])
        #expect(all.clocks.map(\.dueAt) == [monday(10), monday(60), monday(1_440 + 120), monday(1_440)])
        #expect(all.clocks.allSatisfy { $0.state == .running && $0.stoppedAt == nil && $0.cycle == 1 })
        #expect(all.nextDueAt == monday(10))
    }

    @Test("automatic messages satisfy no human target")
    func automatic() {
        let all = clocks(now: 61, (.acknowledged, 1), (.autoReply, 2), (.progressSent, 3))

        #expect(all.latest(.acknowledgement)?.state == .met)
        #expect(all.latest(.firstResponse)?.state == .breached)
        #expect(all.latest(.firstResponse)?.stoppedAt == nil)
    }

    @Test("a deadline just reached is met, one microsecond later is not")
    func boundary() {
        #expect(clocks(now: 0, (.humanReply, 60)).latest(.firstResponse)?.state == .met)
        #expect(clocks(now: 60).latest(.firstResponse)?.isBreached == false)
        let facts = clocks(now: 0).facts
        #expect(
            SLAClocks(facts, now: monday(60).addingTimeInterval(0.000_01)).latest(.firstResponse)?.isBreached == true
        )
    }

    @Test("first response does not pause while the ticket waits")
    func firstResponse() {
        let all = clocks(now: 61, (.paused(.parts), 5))

        #expect(all.latest(.firstResponse)?.dueAt == monday(60))
        #expect(all.latest(.firstResponse)?.isPaused == false)
        #expect(all.latest(.firstResponse)?.state == .breached)
    }

    @Test("resolution pauses while waiting for anything and gets the rest back", arguments: PauseReason.allCases)
    func pausing(reason: PauseReason) {
        let paused = clocks(now: 200, (.paused(reason), 100)).latest(.resolution)
        let resumed = clocks(now: 300, (.paused(reason), 100), (.resumed, 160)).latest(.resolution)

        #expect(paused?.state == .paused)
        #expect(paused?.dueAt == nil && paused?.deadlineVersion == 0)
        #expect(resumed?.state == .running)
        #expect(resumed?.dueAt == monday(1_440 + 180))
    }

    @Test("only time while open is given back")
    func closedPause() {
        let before = clocks(now: 0).latest(.resolution)
        let after = clocks(now: 2_000, (.paused(.customer), 480), (.resumed, 1_440)).latest(.resolution)

        #expect(after?.dueAt == before?.dueAt)
        #expect(after?.deadlineVersion == before?.deadlineVersion)
    }

    @Test("a pause after the breach does not heal it")
    func lateBreach() {
        let all = clocks(now: 3_000, (.paused(.customer), 1_600)).latest(.resolution)

        #expect(all?.dueAt == monday(1_560))
        #expect(all?.state == .breached)
    }

    @Test("a proposal pauses the resolution until the customer objects")
    func proposing() {
        let proposed = clocks(now: 200, (.proposed, 100))
        let objected = clocks(now: 300, (.proposed, 100), (.objected, 220))

        #expect(proposed.latest(.resolution)?.state == .paused)
        #expect(proposed.latest(.firstResponse)?.state == .breached)
        #expect(proposed.latest(.progress)?.state == .paused)
        #expect(objected.latest(.resolution)?.dueAt == monday(1_440 + 240))
        #expect(objected.latest(.nextResponse)?.startedAt == monday(220))
    }

    @Test("the awaited answer ends the wait by itself")
    func answered() {
        let all = clocks(now: 300, (.humanReply, 10), (.paused(.customer), 20), (.customerMessage, 80))

        #expect(all.latest(.resolution)?.state == .running)
        #expect(all.latest(.resolution)?.dueAt == monday(1_440 + 180))
        #expect(all.latest(.nextResponse)?.dueAt == monday(200))
    }

    @Test("a message while waiting for parts ends no wait")
    func partsMessage() {
        let all = clocks(now: 300, (.humanReply, 10), (.paused(.parts), 20), (.customerMessage, 80))

        #expect(all.latest(.resolution)?.state == .paused)
        #expect(all.latest(.nextResponse)?.state == .running || all.latest(.nextResponse)?.state == .breached)
    }

    @Test("next response counts from the oldest unanswered message")
    func oldest() {
        let all = clocks(
            now: 130,
            (.humanReply, 10),
            (.customerMessage, 20),
            (.customerMessage, 50),
            (.autoReply, 60),
            (.humanReply, 100),
            (.customerMessage, 120)
        )
        let cycles = all.clocks.filter { $0.metric == .nextResponse }

        #expect(cycles.map(\.startedAt) == [monday(20), monday(120)])
        #expect(cycles.map(\.stoppedAt) == [monday(100), nil])
        #expect(cycles.map(\.state) == [.met, .running])
        #expect(cycles.map(\.cycle) == [1, 2])
    }

    @Test("a message before the first answer starts no second clock")
    func early() {
        #expect(clocks(now: 30, (.customerMessage, 20)).latest(.nextResponse) == nil)
    }

    @Test("a late answer is breached and nothing else")
    func late() {
        let cycle = clocks(now: 400, (.humanReply, 10), (.customerMessage, 20), (.humanReply, 300)).latest(
            .nextResponse
        )

        #expect(cycle?.state == .breached)
        #expect(cycle?.stoppedAt == monday(300))
    }

    @Test("resolving while paused closes the pause first")
    func pausedResolve() {
        let all = clocks(now: 5_000, (.paused(.parts), 100), (.resolved, 400)).latest(.resolution)

        #expect(all?.state == .met)
        #expect(all?.isPaused == false)
        #expect(all?.stoppedAt == monday(400))
        #expect(all?.dueAt == monday(1_440 + 420))
    }

    @Test("reopening restores the remaining budget")
    func reopening() {
        let all = clocks(now: 3_100, (.humanReply, 5), (.resolved, 120), (.reopened, 2_880)).latest(.resolution)

        #expect(all?.state == .running)
        #expect(all?.stoppedAt == nil)
        #expect(all?.dueAt == monday(2_880 + 480))
    }

    @Test("ending without an answer cancels the response clock")
    func cancelled() {
        let all = clocks(now: 100, (.closed, 30))

        #expect(all.clocks.map(\.state) == [.breached, .cancelled, .cancelled, .cancelled])
        #expect(clocks(now: 100, (.resolved, 5)).latest(.firstResponse)?.state == .cancelled)
        #expect(clocks(now: 100, (.resolved, 5)).latest(.resolution)?.state == .met)
    }

    @Test("each update to the customer begins a new silence")
    func progress() {
        let all = clocks(now: 200, (.acknowledged, 1), (.progressSent, 100)).clocks.filter { $0.metric == .progress }

        #expect(all.map(\.startedAt) == [monday(0), monday(1), monday(100)])
        #expect(all.last?.dueAt == monday(1_540))
    }

    @Test("silence counts while waiting for parts but not for the customer")
    func silence() {
        let parts = clocks(now: 2_000, (.paused(.parts), 100)).latest(.progress)
        let customer = clocks(now: 2_000, (.paused(.customer), 100)).latest(.progress)
        let both = clocks(now: 2_000, (.paused(.customer), 100), (.paused(.parts), 200)).latest(.progress)

        #expect(parts?.state == .breached)
        #expect(customer?.state == .paused)
        #expect(both?.dueAt == monday(1_540))
    }

    @Test("warnings stand at their shares of the budget")
    func warnings() {
        let warnings = clocks(now: 0).latest(.firstResponse)?.warnings

        #expect(warnings?.map(\.share) == [50, 75, 90])
        #expect(warnings?.map(\.at) == [monday(30), monday(45), monday(54)])
        #expect(clocks(now: 40, (.humanReply, 40)).latest(.firstResponse)?.warnings.map(\.share) == [50])
    }

    @Test("a paused clock keeps only the warnings it reached")
    func pausedWarnings() {
        let paused = clocks(now: 400, (.paused(.parts), 320)).latest(.resolution)

        #expect(paused?.warnings.map(\.share) == [50])
    }

    @Test("receipts older than three days count from three days before")
    func clamped() throws {
        var facts = clocks(now: 0).facts
        facts.receivedAt = monday(-10_000)
        #expect(facts.startsAt == monday(-72 * 60))
        facts.receivedAt = monday(50)
        #expect(facts.startsAt == monday(0))
        facts.receivedAt = monday(-5)
        #expect(SLAClocks(facts, now: monday(0)).latest(.acknowledgement)?.dueAt == monday(5))
    }

    @Test("a new policy keeps what has elapsed and every pause")
    func swapped() {
        var facts = clocks(now: 300, (.paused(.parts), 60), (.resumed, 120)).facts
        facts.policy.rules[0].targets.resolution = SLATarget(120, .business)

        let after = SLAClocks(facts, now: monday(300)).latest(.resolution)

        #expect(after?.dueAt == monday(180))
        #expect(after?.state == .breached)
    }

    @Test("the deadline version changes exactly with the deadline")
    func version() {
        let versions = [
            clocks(now: 200), clocks(now: 200, (.paused(.parts), 100)),
            clocks(now: 200, (.paused(.parts), 100), (.resumed, 160)),
        ].map { $0.latest(.resolution)?.deadlineVersion }

        #expect(Set(versions).count == 3)
        #expect(
            clocks(now: 1).latest(.resolution)?.deadlineVersion == clocks(now: 900).latest(.resolution)?.deadlineVersion
        )
    }
}
