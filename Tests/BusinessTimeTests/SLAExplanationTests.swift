import BusinessTime
import FoundationEssentials
import Testing
import Tickets

@Suite("Explaining deadlines")
struct SLAExplanationTests {
    private static let office = ["mon", "tue", "wed", "thu"].reduce(into: ["fri": [["08:30", "15:30"]]]) {
        $0[$1] = [["08:30", "17:00"]]
    }

    private static func explanation(
        _ hours: [String: [[String]]] = office,
        start: String,
        now: String,
        minutes: Int,
        holidays: [String] = [],
        overrides: [String: [[String]]] = [:],
        measure: SLATarget.Measure = .business,
        _ events: [(SLAEvent.Kind, String)] = []
    ) throws -> SLAExplanation {
        let definition = CalendarDefinition(
            timeZone: "Europe/Berlin",
            hours: hours,
            holidays: holidays,
            overrides: overrides
        )
        let targets = SLATargets(acknowledgement: nil, resolution: SLATarget(minutes, measure), progress: nil)
        let facts = SLAFacts(
            openedAt: try utc(start),
            receivedAt: try utc(start),
            subject: SLASubject(level: "vip", priority: .p3),
            policy: SLAPolicy(
                name: "test",
                version: 1,
                rules: [
                    SLARule(name: "critical", match: SLAMatch(priorities: [.p1, .p2]), targets: targets),
                    SLARule(name: "unsorted", match: SLAMatch(categories: [.other]), targets: targets),
                    SLARule(name: "important", match: SLAMatch(levels: ["vip"]), targets: targets),
                ]
            ),
            calendar: try WorkCalendar(definition, mustOpenAfter: nil),
            events: try events.map { SLAEvent($0.0, at: try utc($0.1)) }
        )
        let now = try utc(now)
        return SLAClocks(facts, now: now).explanation(calendar: "hamburg", now: now)
    }

    @Test("a pause over a weekend gives back its open hours only")
    func weekend() throws {
        let explanation = try Self.explanation(
            start: "2026-11-27T09:00:00Z",
            now: "2026-11-30T09:30:00Z",
            minutes: 480,
            [(.paused(.parts), "2026-11-27T13:00:00Z"), (.resumed, "2026-11-30T09:00:00Z")]
        )

        #expect(
            explanation.clocks[0].lines == [
                "resolution 1: 8 h of business time",
                "  started  Fri 2026-11-27 10:00, the customer's message arrived",
                "    Fri 2026-11-27 10:00 to 14:00 counts 4 h, together 4 h",
                "    Fri 2026-11-27 14:00 to Mon 2026-11-30 10:00 paused, waiting for spare parts; gives back 3 h",
                "    Sat 2026-11-28 to Sun 2026-11-29 closed: no hours on Saturday and Sunday",
                "    Mon 2026-11-30 10:00 to 14:00 counts 4 h, together 8 h",
                "  due      Mon 2026-11-30 14:00",
                "  so       running: 4 h 30 min used, 3 h 30 min left",
            ]
        )
    }

    @Test("the rule is named with those passed over, and why")
    func rule() throws {
        let explanation = try Self.explanation(start: "2026-11-27T09:00:00Z", now: "2026-11-27T09:00:00Z", minutes: 60)

        #expect(
            explanation.basis.lines == [
                "policy 'test', rule 3 'important': level is vip",
                "  not 'critical': priority 3 is not one of 1, 2",
                "  not 'unsorted': category is unknown, the rule takes other",
                "calendar 'hamburg', local times of Europe/Berlin",
            ]
        )
    }

    @Test("a night with two hours of the same name counts both")
    func autumn() throws {
        let lines = try Self.explanation(
            ["sat": [["22:00", "06:00"]]],
            start: "2026-10-24T19:00:00Z",
            now: "2026-10-24T19:00:00Z",
            minutes: 360
        ).clocks[0].lines

        #expect(
            lines.contains("    Sat 2026-10-24 22:00 +02:00 to Sun 2026-10-25 03:00 +01:00 counts 6 h, together 6 h")
        )
        #expect(lines.contains("    Sun 2026-10-25 clocks go back from 03:00 to 02:00: that time comes twice"))
        #expect(lines.contains("  due      Sun 2026-10-25 03:00"))
    }

    @Test("a night without an hour leaves it out")
    func spring() throws {
        let lines = try Self.explanation(
            ["sat": [["22:00", "06:00"]]],
            start: "2027-03-27T20:00:00Z",
            now: "2027-03-27T20:00:00Z",
            minutes: 360
        ).clocks[0].lines

        #expect(lines.contains("    Sun 2027-03-28 clocks go forward from 02:00 to 03:00: that time does not exist"))
        #expect(lines.contains("  due      Sun 2027-03-28 05:00"))
    }

    @Test("holidays, half days and worked days off are told")
    func exceptions() throws {
        let lines = try Self.explanation(
            start: "2026-12-23T15:00:00Z",
            now: "2026-12-23T15:00:00Z",
            minutes: 840,
            holidays: ["2026-12-25"],
            overrides: ["2026-12-24": [["08:30", "12:00"]], "2026-12-26": [["09:00", "12:00"]]]
        ).clocks[0].lines

        #expect(
            lines.dropFirst(2).dropLast(2) == [
                "    Wed 2026-12-23 16:00 to 17:00 counts 1 h, together 1 h",
                "    Thu 2026-12-24 08:30 to 12:00 counts 3 h 30 min, together 4 h 30 min (hours of this date only)",
                "    Fri 2026-12-25 closed: holiday",
                "    Sat 2026-12-26 09:00 to 12:00 counts 3 h, together 7 h 30 min (worked by exception)",
                "    Sun 2026-12-27 closed: no hours on Sunday",
                "    Mon 2026-12-28 08:30 to 15:00 counts 6 h 30 min, together 14 h",
            ]
        )
    }

    @Test("each part of a pause has its own reason, one after the deadline gives nothing back")
    func reasons() throws {
        let clock = try Self.explanation(
            start: "2026-11-23T08:00:00Z",
            now: "2026-11-23T20:00:00Z",
            minutes: 120,
            [
                (.paused(.parts), "2026-11-23T09:00:00Z"), (.paused(.customer), "2026-11-23T10:00:00Z"),
                (.customerMessage, "2026-11-23T10:30:00Z"), (.paused(.visit), "2026-11-23T12:00:00Z"),
                (.resumed, "2026-11-23T13:00:00Z"), (.resolved, "2026-11-23T14:00:00Z"),
                (.reopened, "2026-11-23T15:00:00Z"),
            ]
        ).clocks[0]

        let pauses = clock.entries.filter { $0.kind == .paused }
        #expect(
            pauses.map(\.reason) == [
                "waiting for spare parts", "waiting for the customer",
                "waiting for a visit on site, begun after the deadline: it gives nothing back",
                "resolved, begun after the deadline: it gives nothing back",
            ]
        )
        #expect(pauses.map(\.seconds) == [3_600, 1_800, 0, 0])
        #expect(clock.outcome == "breached: over by 2 h 30 min, and it still counts")
    }

    @Test("a pause that lasts leaves no deadline")
    func lasting() throws {
        let lines = try Self.explanation(
            start: "2026-11-23T08:00:00Z",
            now: "2026-11-23T12:00:00Z",
            minutes: 120,
            [(.proposed, "2026-11-23T09:00:00Z")]
        ).clocks[0].lines

        #expect(
            lines.suffix(3) == [
                "    Mon 2026-11-23 10:00 to now paused, a proposed solution waits for the customer's answer; gives back 3 h",
                "  due      not known while the clock stands still",
                "  so       stands still: 1 h used, 1 h left once it goes on",
            ]
        )
    }

    @Test("a department's clock names its team, other conditions what they are")
    func conditions() throws {
        let start = try utc("2026-11-23T08:00:00Z")
        let resolution = SLATarget(60, .wall, conditions: SLAConditions(start: .classified, stop: [.proposed]))
        let targets = SLATargets(
            acknowledgement: nil,
            resolution: resolution,
            progress: nil,
            departments: ["repair": SLATarget(120, .wall)]
        )
        let kinds: [SLAEvent.Kind] = [.classified, .assigned(team: "repair"), .proposed, .assigned(team: "sales")]
        let facts = SLAFacts(
            openedAt: start,
            receivedAt: start,
            subject: SLASubject(contract: "care"),
            policy: SLAPolicy(
                name: "test",
                version: 1,
                rules: [SLARule(name: "care", match: SLAMatch(contracts: ["care", "full"]), targets: targets)]
            ),
            calendar: WallCalendar.always,
            events: kinds.enumerated().map { SLAEvent($1, at: start.addingTimeInterval(Double($0 + 1) * 600)) }
        )

        let explanation = SLAClocks(facts, now: start.addingTimeInterval(7_200)).explanation(
            calendar: "always",
            now: start.addingTimeInterval(7_200)
        )

        #expect(explanation.basis.lines.first == "policy 'test', rule 1 'care': contract care is one of care, full")
        #expect(
            explanation.clocks.map(\.heading) == [
                "resolution 1: 1 h of wall time", "department 1 of repair: 2 h of wall time",
            ]
        )
        #expect(explanation.clocks.map(\.startedBy) == ["the ticket was sorted", "the team got the ticket"])
        #expect(explanation.clocks.map(\.stoppedBy) == ["a solution was proposed", "another team got the ticket"])
    }

    @Test("a long life is shortened in the text, never in the structure")
    func long() throws {
        let clock = try Self.explanation(start: "2026-01-01T08:00:00Z", now: "2026-01-01T08:00:00Z", minutes: 60_000)
            .clocks[0]

        #expect(clock.entries.count > 120)
        #expect(clock.entries.last { $0.kind == .counted }?.totalSeconds == 3_600_000)
        #expect(clock.lines.count < 60 && clock.lines.contains { $0.contains("more stretches, together") })
    }

    @Test("equal facts give equal explanations, and they survive their JSON form")
    func equal() throws {
        func explain() throws -> SLAExplanation {
            try Self.explanation(
                start: "2026-10-24T19:00:00Z",
                now: "2026-10-26T12:00:00Z",
                minutes: 600,
                holidays: ["2026-10-26", "2026-10-27", "2026-12-25"],
                [(.paused(.supplier), "2026-10-26T09:00:00Z"), (.resumed, "2026-10-26T11:00:00Z")]
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys

        let (first, second) = (try explain(), try explain())

        #expect(try encoder.encode(first) == encoder.encode(second))
        #expect(try JSONDecoder().decode(SLAExplanation.self, from: encoder.encode(first)) == first)
    }
}
