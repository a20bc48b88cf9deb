import Harness
import FoundationEssentials
import Testing
import Tickets

@testable import Routing

@Suite("A batch decided together")
struct OptimumTests {
    @Test("ten thousand batches are served in order and cost the least", arguments: 0..<20)
    func optimum(seed: Int) {
        var random = Seeded(UInt64(seed))
        for number in 0..<500 {
            let seating = Seating.random(&random, tickets: 1...5, isMixed: number.isMultiple(of: 2))

            let seats = seating.solved()

            let exact = ExactSeats(seating)
            let cost = ExactSeats.cost(of: seats, seating)
            // Those served are those that order and capacity allow.
            #expect(seats.map { $0 != nil } == exact.served)
            #expect(cost == exact.cost)
        }
    }

    @Test("larger batches of mixed weights cost the least, too", arguments: 0..<10)
    func larger(seed: Int) {
        var random = Seeded(UInt64(1_000 + seed))
        for _ in 0..<40 {
            let seating = Seating.random(&random, tickets: 7...10, isMixed: true)

            let seats = seating.solved()

            let exact = ExactSeats(seating)
            #expect(seats.map { $0 != nil } == exact.served)
            #expect(ExactSeats.cost(of: seats, seating) == exact.cost)
        }
    }

    @Test("what chains of moves alone seat dearer is tried to the end", arguments: [4_688, 4_900, 27_696])
    func tried(seed: Int) {
        var random = Seeded(UInt64(seed))
        let seating = Seating.random(&random, tickets: 7...10, isMixed: true)

        let seats = seating.solved()

        #expect(ExactSeats.cost(of: seats, seating) == ExactSeats(seating).cost)
    }

    @Test("a ticket makes room for a later one that has no other choice")
    func makesRoom() {
        let expert = agent(1) {
            $0.skills = [.technicalFault: 3, .billing: 3]
            $0.capacity = 1
        }
        let novice = agent(2) {
            $0.skills = [.technicalFault: 1]
            $0.capacity = 1
        }
        let fault = need(1) { $0.dueAt = now }
        let invoice = need(2) { ($0.category, $0.dueAt) = (.billing, now.addingTimeInterval(60)) }

        let decisions = RoutingPolicy.standard.assign([invoice, fault], to: [expert, novice], now: now)

        #expect(decisions.map(\.winner) == [id(2), id(1)])
        #expect(decisions[0].ranked.map(\.agent) == [id(2), id(1)])
        #expect(decisions[0].displacement == Displacement(best: id(1), takenBy: [id(2, 1)]))
        #expect(decisions[1].displacement == nil)
    }

    @Test("who waits is decided by deadlines, not by what is cheapest in all")
    func servesInOrder() {
        let only = agent(1) { $0.capacity = 2 }
        let heavy = need(1) { ($0.weight, $0.dueAt) = (2, now) }
        let light = [2, 3].map { number in need(number) { $0.dueAt = now.addingTimeInterval(Double(number)) } }

        let decisions = RoutingPolicy.standard.assign(light + [heavy], to: [only], now: now)

        #expect(decisions.map(\.winner) == [id(1), nil, nil])
        #expect(decisions[2].rejections == [.full: 1])
    }

    @Test("more tickets than are decided together keep the order of service")
    func slices() {
        let count = 2 * RoutingPolicy.together + 10
        let needs = (0..<count).map { number in
            TicketNeed(id: id(number), priority: .p3, dueAt: now.addingTimeInterval(Double(number)))
        }
        let agents = [agent(1) { $0.capacity = 600 }, agent(2) { $0.capacity = 300 }]

        let decisions = RoutingPolicy.standard.assign(needs.reversed(), to: agents, now: now)

        #expect(decisions.map(\.ticket) == needs.map(\.id))
        #expect(decisions.map { $0.winner != nil } == (0..<count).map { $0 < 900 })
    }

    @Test("interchangeable agents end within one ticket of each other", arguments: 0..<20)
    func fair(seed: Int) {
        var random = Seeded(UInt64(seed))
        let agents = (1...8).map { number in
            agent(number) { $0.capacity = Int.random(in: 5...15, using: &random) }
        }
        let needs = (1...40).map { need($0) }

        let decisions = RoutingPolicy.standard.assign(needs, to: agents, now: now)

        let shares = shares(of: agents, decisions, needs)
        // Nobody is fuller than somebody else would be with one ticket more.
        let next = zip(shares, agents).map { $0 + 1 / Double($1.capacity) }
        #expect((shares.max() ?? 0) <= (next.min() ?? 0) + 1e-9)
        #expect(gini(shares) <= 0.08)
    }

    @Test("load is spread over agents of unlike skills, too", arguments: 0..<10)
    func spread(seed: Int) {
        var random = Seeded(UInt64(seed))
        let agents = (1...30).map { number in
            agent(number) {
                $0.skills = [.technicalFault: Int.random(in: 1...3, using: &random)]
                $0.languages = ["en": Fluency.allCases[Int.random(in: 0..<3, using: &random)]]
                $0.capacity = Int.random(in: 5...15, using: &random)
            }
        }
        let needs = (1...200).map { number in need(number) { $0.weight = Int.random(in: 1...2, using: &random) } }

        let decisions = RoutingPolicy.standard.assign(needs, to: agents, now: now)

        #expect(gini(shares(of: agents, decisions, needs)) <= 0.25)
    }

    /// Load over capacity after the decisions.
    private func shares(of agents: [Agent], _ decisions: [Decision], _ needs: [TicketNeed]) -> [Double] {
        let weights = Dictionary(needs.map { ($0.id, $0.weight) }) { first, _ in first }
        return agents.map { agent in
            let given = decisions.filter { $0.winner == agent.id }.reduce(0) { $0 + (weights[$1.ticket] ?? 0) }
            return Double(agent.load + given) / Double(agent.capacity)
        }
    }

    /// Gini coefficient: 0 when all have the same.
    private func gini(_ shares: [Double]) -> Double {
        let sorted = shares.sorted()
        let total = sorted.reduce(0, +)
        guard total > 0 else { return 0 }
        let ranked = sorted.enumerated().reduce(0.0) { sum, share in
            sum + Double(2 * share.offset + 1 - sorted.count) * share.element
        }
        return ranked / (Double(sorted.count) * total)
    }
}
