import Harness
import BusinessTime
import FoundationEssentials
import Routing
import Testing
import Tickets

private func forbidden(
    _ reason: RejectionReason,
    _ change: @escaping @Sendable (inout Agent) -> Void
) -> (@Sendable (inout Agent) -> Void, RejectionReason) {
    (change, reason)
}

@Suite("Routing")
struct RoutingTests {
    let policy = RoutingPolicy.standard

    @Test(
        "the better agent wins",
        arguments: [
            { $0.skills[.technicalFault] = 3 }, { $0.languages["en"] = .native }, { $0.countries = ["VN"] },
        ] as [@Sendable (inout Agent) -> Void]
    )
    func better(change: @Sendable (inout Agent) -> Void) {
        let decision = policy.assign([need(1)], to: [agent(1), agent(2, change)], now: now)[0]

        #expect(decision.winner == id(2))
        #expect(decision.ranked.map(\.agent) == [id(2), id(1)])
        #expect(decision.ranked[0].score > decision.ranked[1].score)
        #expect(decision.ranked[0].factors.count == 6)
    }

    @Test("less load wins, and so does the former agent")
    func loadAndContinuity() {
        let busy = agent(1) { $0.load = 3 }

        #expect(policy.assign([need(1)], to: [busy, agent(2)], now: now)[0].winner == id(2))
        #expect(
            policy.assign([need(1) { $0.previousAgent = id(1) }], to: [busy, agent(2)], now: now)[0].winner == id(1)
        )
    }

    @Test(
        "each hard rule rejects with its reason",
        arguments: [
            forbidden(.away) { $0.isAway = true }, forbidden(.offShift) { $0.shift = .off },
            forbidden(.offShift) { $0.shift = .opens(now.addingTimeInterval(60)) },
            forbidden(.noSkill) { $0.skills[.technicalFault] = nil },
            forbidden(.noLanguage) { $0.languages = ["vi": .native] },
            forbidden(.wrongRegion) { $0.countries = ["DE"] }, forbidden(.full) { $0.load = 5 },
            forbidden(.full) { $0.capacity = 0 }, forbidden(.wrongTeam) { $0.team = "parts" },
        ]
    )
    func rejected(change: @Sendable (inout Agent) -> Void, reason: RejectionReason) {
        let decision = policy.assign([need(1) { $0.team = "desk" }], to: [agent(1, change)], now: now)[0]

        #expect(decision.winner == nil)
        #expect(decision.rejected.map(\.agent) == [id(1)])
        #expect(decision.rejected[0].reasons == [reason])
        #expect(decision.rejections == [reason: 1])
    }

    @Test("an excluded agent never gets the ticket back")
    func excluded() {
        let decision = policy.assign([need(1) { $0.excludedAgents = [id(1)] }], to: [agent(1)], now: now)[0]

        #expect(decision.rejected.map(\.reasons) == [[.excluded]])
    }

    @Test("policy may allow shifts about to open and translation")
    func allowed() {
        var open = policy
        open.opensSoonMinutes = 30
        open.allowsTranslation = true
        let soon = agent(1) {
            $0.shift = .opens(now.addingTimeInterval(1_800))
            $0.languages = [:]
        }
        let later = agent(2) { $0.shift = .opens(now.addingTimeInterval(1_801)) }

        #expect(open.assign([need(1)], to: [soon], now: now)[0].winner == id(1))
        #expect(open.assign([need(1)], to: [later], now: now)[0].winner == nil)
    }

    @Test("unknown facts of a ticket reject nobody")
    func unknown() {
        let vague = need(1) { ($0.category, $0.language, $0.country) = (nil, nil, nil) }

        #expect(policy.assign([vague], to: [agent(1) { $0.countries = ["DE"] }], now: now)[0].winner == id(1))
    }

    @Test("the earliest deadline is served first, then priority")
    func order() {
        let single = agent(1) { $0.capacity = 1 }
        let late = need(1) { $0.dueAt = now.addingTimeInterval(200) }
        let early = need(2) { $0.dueAt = now.addingTimeInterval(100) }
        let never = need(3) { $0.priority = .p1 }
        let critical = need(4) { ($0.dueAt, $0.priority) = (now.addingTimeInterval(100), .p1) }

        let decisions = policy.assign([never, late, early, critical], to: [single], now: now)

        #expect(decisions.map(\.ticket) == [critical, early, late, never].map(\.id))
        #expect(decisions.map(\.winner) == [id(1), nil, nil, nil])
    }

    @Test("equal scores go to the relatively less loaded, then the lower id")
    func ties() {
        var blind = policy
        blind.weights = [.skill: 1]
        let half = agent(1) { ($0.load, $0.capacity) = (2, 4) }
        let third = agent(2) { ($0.load, $0.capacity) = (3, 9) }

        #expect(blind.assign([need(1)], to: [half, third], now: now)[0].winner == id(2))
        #expect(blind.assign([need(1)], to: [agent(4), agent(3)], now: now)[0].winner == id(3))
    }

    @Test("a batch spreads over equal agents")
    func spread() {
        let needs = (1...9).map { need($0) }

        let decisions = policy.assign(needs, to: [agent(1), agent(2), agent(3)], now: now)

        let shares = Dictionary(grouping: decisions.compactMap(\.winner)) { $0 }.mapValues(\.count)
        #expect(shares == [id(1): 3, id(2): 3, id(3): 3])
    }

    @Test("random batches never overbook or break a hard rule", arguments: 0..<60)
    func neverOverbooks(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let agents = (1...20).map { randomAgent($0, &random) }
        let needs = (1...120).map { randomNeed($0, &random) }

        let decisions = policy.assign(needs, to: agents, now: now)

        var loads = Dictionary(uniqueKeysWithValues: agents.map { ($0.id, $0.load) })
        let byID = Dictionary(uniqueKeysWithValues: needs.map { ($0.id, $0) })
        #expect(decisions.count == needs.count)
        for decision in decisions {
            let need = try #require(byID[decision.ticket])
            guard let winner = agents.first(where: { $0.id == decision.winner }) else {
                #expect(decision.ranked.isEmpty)
                continue
            }
            loads[winner.id, default: 0] += need.weight
            #expect(loads[winner.id, default: 0] <= winner.capacity)
            #expect(winner.shift == .working && !winner.isAway)
            #expect(need.category.map { winner.skills[$0] != nil } ?? true)
            #expect(need.language.map { winner.languages[$0] != nil } ?? true)
        }
        let shuffled = policy.assign(needs.shuffled(using: &random), to: agents.shuffled(using: &random), now: now)
        #expect(shuffled == decisions)
    }

    @Test("a decision has one JSON form with sorted keys")
    func json() throws {
        let decision = policy.assign([need(1)], to: [agent(1), agent(2) { $0.isAway = true }], now: now)[0]

        let bytes = try decision.json()
        let text = String(decoding: bytes, as: UTF8.self)

        #expect(try bytes == decision.json())
        #expect(
            text.hasPrefix(
                "{\"decidedAt\":1780000000000,\"lifted\":[],\"policyVersion\":1,\"ranked\":[{\"agent\":\"00000000-"
            )
        )
        #expect(text.contains("\"factors\":{\"continuity\":0,\"language\":800,\"load\":800,\"shift\":1000,"))
        #expect(text.contains("\"rejections\":{\"away\":1}"))
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        #expect(try decoder.decode(Decision.self, from: bytes) == decision)
    }

    @Test("only as many candidates are recorded as the policy says")
    func recorded() {
        var brief = policy
        brief.recorded = 2
        let agents = (1...10).map { number in agent(number) { $0.isAway = number > 5 } }

        let decision = brief.assign([need(1)], to: agents, now: now)[0]

        #expect(decision.ranked.count == 2 && decision.rejected.count == 2)
        #expect(decision.rejections == [.away: 5])
    }

    @Test("a shift follows the agent's own calendar")
    func shift() throws {
        let definition = CalendarDefinition(timeZone: "Asia/Ho_Chi_Minh", hours: ["mon": [["22:00", "06:00"]]])
        let night = try WorkCalendar(definition, mustOpenAfter: nil)
        let monday = Date(timeIntervalSince1970: 1_717_426_800)

        #expect(Shift(night, at: monday.addingTimeInterval(-1)) == .opens(monday))
        #expect(Shift(night, at: monday) == .working)
        let closed = try WorkCalendar(CalendarDefinition(timeZone: "UTC", hours: [:]), mustOpenAfter: nil)
        #expect(Shift(closed, at: monday) == .off)
    }

    private func randomAgent(_ number: Int, _ random: inout Seeded) -> Agent {
        agent(number) {
            $0.skills = [.technicalFault: Int.random(in: 1...3, using: &random)]
            if Bool.random(using: &random) { $0.skills[.billing] = 1 }
            $0.languages = Bool.random(using: &random) ? ["en": .native] : ["en": .basic, "vi": .native]
            $0.capacity = Int.random(in: 0...8, using: &random)
            $0.load = Int.random(in: 0...3, using: &random)
            $0.capacity = max($0.capacity, $0.load)
            $0.isAway = Int.random(in: 0..<8, using: &random) == 0
            $0.shift = Int.random(in: 0..<4, using: &random) == 0 ? .off : .working
        }
    }

    private func randomNeed(_ number: Int, _ random: inout Seeded) -> TicketNeed {
        need(number) {
            $0.category = [.technicalFault, .billing, nil][Int.random(in: 0..<3, using: &random)]
            $0.language = ["en", "vi", nil][Int.random(in: 0..<3, using: &random)]
            $0.weight = Int.random(in: 1...3, using: &random)
            $0.dueAt =
                Bool.random(using: &random)
                ? now.addingTimeInterval(Double(Int.random(in: 0..<9, using: &random))) : nil
        }
    }
}
