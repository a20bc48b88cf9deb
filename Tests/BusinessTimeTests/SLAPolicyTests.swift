import Harness
import BusinessTime
import FoundationEssentials
import Testing
import Tickets

@Suite("SLA policy")
struct SLAPolicyTests {
    @Test("the first rule that matches wins")
    func first() {
        let policy = SLAPolicy(
            name: "p",
            version: 1,
            rules: [
                SLARule(
                    name: "gold in Vietnam",
                    match: SLAMatch(levels: ["gold"], countries: ["VN"]),
                    targets: SLATargets()
                ),
                SLARule(name: "gold", match: SLAMatch(levels: ["gold"]), targets: SLATargets()),
                SLARule(
                    name: "complaints by mail",
                    match: SLAMatch(categories: [.complaint], channels: [.email]),
                    targets: SLATargets()
                ),
            ]
        )

        #expect(policy.rule(for: SLASubject(level: "gold", country: "VN")).name == "gold in Vietnam")
        #expect(policy.rule(for: SLASubject(level: "gold")).name == "gold")
        #expect(policy.rule(for: SLASubject(category: .complaint, channel: .email)).name == "complaints by mail")
        #expect(policy.rule(for: SLASubject(category: .complaint, channel: .web)).name == "unclassified")
    }

    @Test("the standard policy keeps the promised targets")
    func standard() throws {
        try SLAPolicy.standard.validate()

        for priority in Priority.allCases {
            let rule = SLAPolicy.standard.rule(for: SLASubject(priority: priority))
            #expect(rule.name == "p\(priority.rawValue)")
            #expect(rule.targets.acknowledgement == SLATarget(10, .wall))
            #expect(rule.targets.resolution == SLATarget(1_440, .wall))
            #expect(rule.targets.progress == SLATarget(1_440, .wall))
            #expect(rule.warnShares == [50, 75, 90])
        }
        #expect(SLAPolicy.standard.rule(for: SLASubject()).name == "unclassified")
    }

    @Test("equal conditions have equal bytes")
    func bytes() throws {
        let match = SLAMatch(
            levels: ["a", "b", "c", "d"],
            categories: Set(Category.allCases),
            priorities: [.p3, .p1],
            countries: ["VN", "DE"],
            channels: Set(Channel.allCases)
        )

        let json = try JSONEncoder().encode(match)

        #expect(String(decoding: json, as: UTF8.self).contains("[\"a\",\"b\",\"c\",\"d\"]"))
        #expect(String(decoding: json, as: UTF8.self).contains("[1,3]"))
        #expect(try JSONDecoder().decode(SLAMatch.self, from: json) == match)
    }

    @Test("policies survive their JSON form")
    func coded() throws {
        let json = try JSONEncoder().encode(SLAPolicy.standard)

        #expect(try JSONDecoder().decode(SLAPolicy.self, from: json) == .standard)
    }

    @Test("impossible policies are refused with their rule")
    func refused() {
        var policy = SLAPolicy.standard
        policy.rules[1].targets.progress = SLATarget(0, .wall)
        #expect(throws: SLAPolicyError.badTarget(rule: "p2", metric: .progress, minutes: 0)) { try policy.validate() }
        policy = .standard
        policy.rules[0].warnShares = [75, 50]
        #expect(throws: SLAPolicyError.badWarnShares(rule: "p1")) { try policy.validate() }
        policy = .standard
        policy.rules[0].escalation = [EscalationStep("", afterMinutes: 0)]
        #expect(throws: SLAPolicyError.badEscalation(rule: "p1")) { try policy.validate() }
        #expect(throws: SLAPolicyError.noRules) { try SLAPolicy(name: "x", version: 1, rules: []).validate() }
        #expect(throws: SLAPolicyError.badVersion(0)) { try SLAPolicy(name: "x", version: 0, rules: []).validate() }
    }
}

@Suite("Promise")
struct PromiseTests {
    @Test("a promise names half and whole of the budget")
    func plain() throws {
        let office = try calendar("UTC", weekdays, [["09:00", "17:00"]])

        let promise = try Promise(
            start: utc("2024-06-03T09:00:00Z"),
            target: SLATarget(480, .business),
            calendar: office
        )

        #expect(try promise?.earliest == utc("2024-06-03T13:00:00Z"))
        #expect(try promise?.latest == utc("2024-06-03T17:00:00Z"))
    }

    @Test("a wall deadline on a Sunday moves to Monday's close")
    func weekend() throws {
        let office = try calendar("UTC", weekdays, [["09:00", "17:00"]])

        let promise = try Promise(start: utc("2024-06-08T10:00:00Z"), target: SLATarget(1_440, .wall), calendar: office)

        #expect(try promise?.earliest == utc("2024-06-10T09:00:00Z"))
        #expect(try promise?.latest == utc("2024-06-10T17:00:00Z"))
    }

    @Test("a wall deadline before opening names the first stretch, not one instant")
    func beforeOpening() throws {
        let office = try calendar("UTC", weekdays, [["09:00", "17:00"]])

        let promise = try Promise(start: utc("2024-06-09T05:00:00Z"), target: SLATarget(1_440, .wall), calendar: office)

        #expect(try promise?.earliest == utc("2024-06-10T09:00:00Z"))
        #expect(try promise?.latest == utc("2024-06-10T17:00:00Z"))
    }

    @Test("a close at midnight is named on its own day")
    func midnight() throws {
        let late = try calendar("UTC", "fri", [["16:00", "24:00"]])

        let promise = try Promise(start: utc("2024-06-07T15:00:00Z"), target: SLATarget(480, .business), calendar: late)

        #expect(try promise?.latest == utc("2024-06-07T23:59:00Z"))
    }

    @Test("no promise ever falls on a closed day", arguments: 0..<20)
    func closedDays(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let office = try calendar(
            "Asia/Ho_Chi_Minh",
            weekdays,
            [["08:00", "12:00"], ["20:00", "24:00"]],
            holidays: ["2024-06-05", "2024-06-06"]
        )

        for _ in 0..<100 {
            let start = Date(
                timeIntervalSince1970: 1_717_200_000 + Double(Int.random(in: 0...1_000_000, using: &random))
            )
            let measure: SLATarget.Measure = Bool.random(using: &random) ? .wall : .business
            let target = SLATarget(Int.random(in: 1...6_000, using: &random), measure)
            let promise = try #require(Promise(start: start, target: target, calendar: office))

            #expect(promise.earliest <= promise.latest)
            for end in [promise.earliest, promise.latest] {
                let midnight = Date(
                    timeIntervalSince1970: ((end.timeIntervalSince1970 + 25_200) / 86_400).rounded(.down) * 86_400
                        - 25_200
                )
                #expect(!office.openIntervals(from: midnight, to: midnight.addingTimeInterval(86_400)).isEmpty)
            }
        }
    }

    @Test("a calendar that never opens gives no promise")
    func never() throws {
        let closed = try WorkCalendar(CalendarDefinition(timeZone: "UTC", hours: [:]), mustOpenAfter: nil)

        #expect(try Promise(start: utc("2024-06-03T09:00:00Z"), target: SLATarget(60, .wall), calendar: closed) == nil)
    }
}
