import Contracts
import FoundationEssentials
import Postgres
import Routing
import Testing
import Tickets

@testable import Dispatcher

@Suite("A plan of dispatch")
struct DispatchPlanTests {
    private static let rules = DispatchRules(now: Office.monday)

    private func ticket(_ number: Int, _ change: (inout TicketFacts) -> Void = { _ in }) -> TicketFacts {
        var facts = TicketFacts(id: .numbered(number), dueAt: Office.monday.addingTimeInterval(60 * Double(number)))
        facts.category = .technicalFault
        facts.language = "en"
        change(&facts)
        return facts
    }

    private func entry(_ id: String, _ change: (inout RosterEntry) -> Void = { _ in }) -> RosterEntry {
        var entry = RosterEntry(id: id, team: "technical", capacity: 5)
        entry.skills = [.technicalFault: 2]
        entry.languages = ["en": .native]
        change(&entry)
        return entry
    }

    private func plan(
        _ tickets: [TicketFacts],
        _ entries: [RosterEntry],
        way: Wish.Way = .anybody,
        excluded: Set<String> = [],
        shift: Shift = .working
    ) -> DispatchPlan {
        DispatchPlan(
            tickets.map { Wish(ticket: $0.id, way: way, excluded: excluded) },
            tickets: Dictionary(tickets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            roster: Roster(entries) { _ in shift },
            rules: Self.rules
        )
    }

    @Test("the last places go to urgent tickets, then to the oldest deadlines")
    func order() {
        let tickets = [ticket(1), ticket(2), ticket(3) { $0.lane = .urgent }]

        let plan = plan(tickets, [entry("ann") { $0.capacity = 2 }])

        #expect(plan.placed.map(\.facts.id) == [.numbered(3), .numbered(1)])
        #expect(plan.held.map(\.facts.id) == [.numbered(2)])
    }

    @Test("a ticket without a category goes to the duty team alone")
    func abstained() {
        let undecided = ticket(1) { $0.category = nil }
        let duty = entry("zoe") { $0.team = "duty" }

        #expect(plan([undecided], [entry("ann"), duty]).placed.map(\.agent) == ["zoe"])
        #expect(plan([undecided], [entry("ann")]).placed.map(\.agent) == ["ann"])
        #expect(
            plan(
                [undecided],
                [
                    entry("ann"),
                    entry("zoe") {
                        $0.team = "duty"; $0.languages = [:]
                    },
                ]
            ).placed.isEmpty
        )
    }

    @Test("a held ticket says why everybody was refused")
    func reasons() throws {
        let abroad = entry("dan") { $0.countries = ["DE"] }
        let full = entry("eve") { $0.load = 5 }
        let plan = plan([ticket(1) { $0.country = "AQ" }], [abroad, full, entry("fay") { $0.isAway = true }])

        let explanation = try #require(plan.held.first).explanation

        #expect(explanation.winner == nil)
        #expect(explanation.rejected.map(\.agent) == ["dan", "eve", "fay"])
        #expect(explanation.rejected.map(\.reasons) == [[.wrongRegion], [.full], [.away]])
    }

    @Test("an unknown country suits everybody")
    func anywhere() {
        let plan = plan([ticket(1)], [entry("dan") { $0.countries = ["DE"] }])

        #expect(plan.placed.map(\.agent) == ["dan"])
    }

    @Test("a person's wish overrides rules and capacity, but not absence")
    func override() {
        let wish = Wish.Way.wanted(agent: "eve", by: "agent:lead")
        let eve = entry("eve") {
            $0.load = 5; $0.skills = [:]
        }

        let placed = plan([ticket(1)], [entry("ann"), eve], way: wish, shift: .off).placed
        let absent = plan([ticket(1)], [entry("ann"), entry("eve") { $0.isAway = true }], way: wish).placed

        #expect(placed.map(\.agent) == ["eve"])
        #expect(placed.allSatisfy { $0.isForced && $0.explanation.by == "agent:lead" })
        #expect(absent.map(\.agent) == ["ann"])
    }

    @Test("a returning ticket prefers its agent over better ones")
    func returning() {
        let known = ticket(1) { $0.lastAgent = "bob" }
        let bob = entry("bob") {
            $0.skills = [.technicalFault: 1]; $0.load = 4
        }
        let expert = entry("ann") { $0.skills = [.technicalFault: 3] }

        #expect(plan([known], [expert, bob], way: .returning).placed.map(\.agent) == ["bob"])
        #expect(plan([known], [expert, entry("bob") { $0.load = 5 }], way: .returning).placed.map(\.agent) == ["ann"])
    }

    @Test("an escalated ticket goes to its level of the network")
    func escalated() {
        let light = entry("ann") { $0.site = Site(id: "hanoi", level: .light) }
        let flagship = entry("bob") { ($0.site, $0.load) = (Site(id: "hamburg", level: .flagship), 4) }

        let placed = plan([ticket(1) { $0.minimumLevel = .joint }], [light, flagship]).placed

        #expect(placed.map(\.agent) == ["bob"])
        #expect(placed.first?.explanation.rejected.map(\.reasons) == [[.levelTooLow]])
        #expect(placed.first?.explanation.need.minimumLevel == .joint)
    }

    @Test("a ticket whose best agent is needed elsewhere says who got them")
    func displaced() {
        let expert = entry("ann") { ($0.skills, $0.capacity) = ([.technicalFault: 3, .billing: 1], 1) }
        let other = entry("bob") { ($0.skills, $0.capacity) = ([.technicalFault: 1], 1) }

        let placed = plan([ticket(1), ticket(2) { $0.category = .billing }], [expert, other]).placed

        #expect(placed.map(\.agent) == ["bob", "ann"])
        #expect(placed.first?.explanation.displaced == .init(best: "ann", takenBy: [.numbered(2)]))
    }

    @Test("an excluded agent gets nothing even when alone")
    func excluded() {
        let plan = plan([ticket(1)], [entry("ann")], excluded: ["ann"])

        #expect(plan.placed.isEmpty)
    }

    @Test(
        "a held ticket is retried when a shift opens, within five minutes at the latest",
        arguments: [(10, 10), (900, 300)]
    )
    func retry(opensIn: Int, retriedIn: Int) {
        let opening = Office.monday.addingTimeInterval(Double(opensIn))

        let plan = plan([ticket(1)], [entry("ann")], shift: .opens(opening))

        #expect(plan.held.map(\.retryAt) == [Office.monday.addingTimeInterval(Double(retriedIn))])
    }

    @Test("equal facts give equal bytes whatever their order")
    func replay() throws {
        let tickets = (1...20).map { ticket($0) }
        let entries = ["ann", "bob", "eve"].map { entry($0) }

        let first = plan(tickets, entries)
        let second = plan(tickets.reversed(), entries.reversed())

        #expect(first.placed.map(\.explanation.stored) == second.placed.map(\.explanation.stored))
        #expect(first.placed.map(\.agent) == second.placed.map(\.agent))
        #expect(first.placed.count == 15)
    }

    @Test("an explanation that writes itself says what Codable would")
    func written() throws {
        let tickets = [
            ticket(1), ticket(2) { $0.lane = .urgent }, ticket(3) { $0.country = "DE" },
            ticket(4) { $0.silent = ["bob"] },
            ticket(5) { $0.team = "nobody" }, ticket(6) { $0.excluded = ["ann", "eve"] },
        ]
        let entries = [
            entry("ann") { $0.capacity = 2 }, entry("bob \"b\"") { $0.countries = ["FR"] },
            entry("eve") { $0.skills = [:] },
        ]
        var explanations = [Wish.Way.anybody, .wanted(agent: "ann", by: "agent:eve")].flatMap { way in
            let plan = plan(tickets, entries, way: way, excluded: ["eve"])
            return plan.placed.map(\.explanation) + plan.held.map(\.explanation)
        }
        let displaced = Explanation.Displaced(best: "eve", takenBy: [.numbered(1), .numbered(2)])
        explanations[0].displaced = displaced
        explanations[1].lifted = [.level, .silence]

        for explanation in explanations {
            let whole = try WireJSON.encode(["value": Plainly(value: explanation)])
            #expect(String(decoding: whole, as: UTF8.self) == #"{"value":{"value":"# + explanation.stored.text + "}}")
        }
        #expect(explanations.contains { $0.winner == nil })
        #expect(explanations.contains { $0.way == .override })
    }
}

/// Hides that the value can write itself.
private struct Plainly: Encodable {
    let value: Explanation
}
