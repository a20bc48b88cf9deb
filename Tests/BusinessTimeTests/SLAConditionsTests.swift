import BusinessTime
import FoundationEssentials
import Testing
import Tickets

/// Monday 2024-06-03, 09:00 UTC, and minutes after it.
private func monday(_ minutes: Int) -> Date { Date(timeIntervalSince1970: 1_717_405_200 + Double(minutes) * 60) }

@Suite("Conditions of a policy")
struct SLAConditionsTests {
    private func clocks(_ targets: SLATargets, now: Int, _ events: (SLAEvent.Kind, Int)...) -> SLAClocks {
        clocks(targets, now: now, events)
    }

    private func clocks(_ targets: SLATargets, now: Int, _ events: [(SLAEvent.Kind, Int)]) -> SLAClocks {
        let facts = SLAFacts(
            openedAt: monday(0),
            receivedAt: monday(0),
            subject: SLASubject(),
            policy: SLAPolicy(name: "test", version: 1, rules: [SLARule(name: "all", targets: targets)]),
            calendar: WallCalendar.always,
            events: events.map { SLAEvent($0.0, at: monday($0.1)) }
        )
        return SLAClocks(facts, now: monday(now))
    }

    private func resolution(_ minutes: Int, _ conditions: SLAConditions) -> SLATargets {
        SLATargets(resolution: SLATarget(minutes, .wall, conditions: conditions))
    }

    @Test("a clock that starts with the class begins then")
    func startsClassified() {
        let targets = resolution(60, SLAConditions(start: .classified))

        #expect(clocks(targets, now: 5).latest(.resolution) == nil)
        let started = clocks(targets, now: 20, (.classified, 7), (.classified, 9)).latest(.resolution)
        #expect(started?.startedAt == monday(7))
        #expect(started?.dueAt == monday(67))
    }

    @Test("a clock that starts with the agent counts from the first assignment")
    func startsAssigned() {
        let targets = resolution(60, SLAConditions(start: .assigned))

        let clock = clocks(targets, now: 50, (.assigned(team: "a"), 10), (.assigned(team: "b"), 30)).latest(.resolution)

        #expect(clock?.dueAt == monday(70))
        #expect(targets.follows(.assigned))
    }

    @Test("a clock stands still only for what its policy names")
    func pauses() {
        let targets = resolution(60, SLAConditions(pause: [.parts]))

        let waits: [(SLAEvent.Kind, Int)] = [
            (.paused(.customer), 10), (.resumed, 20), (.paused(.parts), 30), (.resumed, 40),
        ]
        let all = clocks(targets, now: 90, waits)

        #expect(all.latest(.resolution)?.dueAt == monday(70))
    }

    @Test("moving from one wait to another goes on where only the first counts")
    func movesBetweenWaits() {
        let targets = resolution(60, SLAConditions(pause: [.parts]))

        let all = clocks(targets, now: 90, (.paused(.parts), 10), (.paused(.customer), 30), (.resumed, 40))

        #expect(all.latest(.resolution)?.dueAt == monday(80))
    }

    @Test("a first response may stand still when the policy says so")
    func firstResponsePauses() {
        let conditions = SLAConditions(pause: [.visit])
        let targets = SLATargets(firstResponse: SLATarget(60, .wall, conditions: conditions))

        let all = clocks(targets, now: 90, (.paused(.visit), 10), (.resumed, 40))

        #expect(all.latest(.firstResponse)?.dueAt == monday(90))
    }

    @Test("a solution may count as found when it is proposed, and an objection takes that back")
    func stopsAtProposal() {
        let targets = resolution(60, SLAConditions(stop: [.proposed, .resolved]))

        let met = clocks(targets, now: 90, (.proposed, 50)).latest(.resolution)
        #expect(met?.state == .met)
        #expect(met?.stoppedAt == monday(50))
        let again = clocks(targets, now: 90, (.proposed, 50), (.objected, 80)).latest(.resolution)
        #expect(again?.state == .running)
        #expect(again?.dueAt == monday(90))
    }

    @Test("what still runs when the ticket ends is given up")
    func givenUp() {
        let targets = resolution(60, SLAConditions(stop: [.proposed]))

        #expect(clocks(targets, now: 50, (.resolved, 40)).latest(.resolution)?.state == .cancelled)
    }

    @Test("a policy may give a clock up at a moment of its own")
    func cancels() {
        let targets = resolution(60, SLAConditions(cancel: [.replied]))

        #expect(clocks(targets, now: 50, (.humanReply, 40)).latest(.resolution)?.state == .cancelled)
    }

    @Test("each team has its own time, and the former one has done its part")
    func departments() {
        let targets = SLATargets(departments: ["support": SLATarget(30, .wall), "*": SLATarget(90, .wall)])

        let all = clocks(
            targets,
            now: 60,
            (.assigned(team: "support"), 5),
            (.assigned(team: "support"), 20),
            (.assigned(team: "workshop"), 40)
        ).clocks.filter { $0.metric == .department }

        #expect(all.map(\.team) == ["support", "workshop"])
        #expect(all.map(\.cycle) == [1, 2])
        #expect(all.map(\.state) == [.met == all[0].state ? .met : .breached, .running])
        #expect(all.map(\.dueAt) == [monday(35), monday(130)])
        #expect(all[0].state == .breached)
    }

    @Test("a team without a target has no clock")
    func unnamedTeam() {
        let targets = SLATargets(departments: ["support": SLATarget(30, .wall)])

        let all = clocks(targets, now: 60, (.assigned(team: "support"), 5), (.assigned(team: "workshop"), 20)).clocks

        #expect(all.filter { $0.metric == .department }.map(\.state) == [.met])
    }

    @Test("a department's clock stands still while the ticket waits and goes on when it is reopened")
    func departmentLife() {
        let targets = SLATargets(departments: ["*": SLATarget(60, .wall)])

        let clock = clocks(
            targets,
            now: 300,
            (.assigned(team: "support"), 0),
            (.paused(.supplier), 10),
            (.resumed, 100),
            (.resolved, 110),
            (.reopened, 200)
        ).latest(.department)

        #expect(clock?.dueAt == monday(200 + 60 - 10 - 10))
    }

    @Test("contracts choose the rule")
    func contracts() {
        let rule = SLARule(name: "care", match: SLAMatch(contracts: ["care"]), targets: SLATargets())
        let policy = SLAPolicy(name: "test", version: 1, rules: [rule, SLARule(name: "rest", targets: SLATargets())])

        #expect(policy.rule(for: SLASubject(contract: "care")).name == "care")
        #expect(policy.rule(for: SLASubject(contract: "other")).name == "rest")
        #expect(policy.rule(for: SLASubject()).name == "rest")
    }

    @Test("a start that a clock cannot have is refused")
    func badStart() {
        let targets = SLATargets(progress: SLATarget(60, .wall, conditions: SLAConditions(start: .assigned)))
        let policy = SLAPolicy(name: "test", version: 1, rules: [SLARule(name: "all", targets: targets)])

        #expect(throws: SLAPolicyError.badStart(rule: "all", metric: .progress, start: .assigned)) {
            try policy.validate()
        }
    }

    @Test("conditions survive their JSON form, and equal ones have equal bytes")
    func coded() throws {
        let conditions = SLAConditions(
            start: .classified,
            pause: [.parts, .agreedDate, .proposal],
            stop: [.proposed, .resolved],
            cancel: [.merged, .closed]
        )
        let target = SLATarget(60, .business, conditions: conditions)

        let bytes = try JSONEncoder().encode(target)

        #expect(try JSONDecoder().decode(SLATarget.self, from: bytes) == target)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""pause":["agreed_date","parts","proposal"]"#))
    }
}
