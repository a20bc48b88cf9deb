import Harness
import FoundationEssentials
import Proving
import Routing
import Tickets

/// Random agents at eight sites and random tickets, the same in every run.
struct AssignWorld {
    static let agents = 500
    static let batch = 500

    private static let now = Date(timeIntervalSince1970: 1_780_000_000)
    private static let languages = ["en", "de", "fr", "es", "pt", "zh", "vi", "ar", "ru", "ja"]
    private static let countries = ["DE", "FR", "ES", "BR", "CN", "VN", "AE", "US", "KE", "JP", "GB", "MX"]
    private static let sites = ["DE", "CN", "US", "ES", "VN", "BR", "AE", "KE"].enumerated().map { number, country in
        Site(
            id: country,
            level: ServiceLevel.allCases[number % 3],
            country: country,
            place: Place.centre(ofCountry: country)
        )
    }
    private static let policy = RoutingPolicy(
        version: 1,
        weights: RoutingPolicy.standardWeights.merging([.level: 5, .distance: 5]) { first, _ in first },
        allowsTranslation: true
    )

    func random(_ round: Int) -> Seeded { Seeded(UInt64(round)) }

    func decide(_ needs: [TicketNeed], _ agents: [Agent]) -> [Decision] {
        Self.policy.assign(needs, to: agents, now: Self.now)
    }

    /// Everybody half loaded on average, every fourth off shift.
    func staff(_ random: inout Seeded) -> [Agent] {
        (0..<Self.agents).map { number in
            var agent = Agent(id: id(number, 0), team: "t", capacity: Int.random(in: 10...30, using: &random))
            for category in Category.allCases where Int.random(in: 0..<3, using: &random) == 0 {
                agent.skills[category] = Int.random(in: 1...3, using: &random)
            }
            agent.languages["en"] = .fluent
            for _ in 0..<2 {
                agent.languages[pick(Self.languages, &random)] = pick(Fluency.allCases, &random)
            }
            if Bool.random(using: &random) { agent.countries = Set((0..<6).map { _ in pick(Self.countries, &random) }) }
            agent.load = min(agent.capacity, Int.random(in: 0...20, using: &random))
            agent.shift = Int.random(in: 0..<4, using: &random) == 0 ? .off : .working
            agent.site = pick(Self.sites, &random)
            return agent
        }
    }

    func tickets(_ count: Int, heaviest: Int, _ random: inout Seeded) -> [TicketNeed] {
        (0..<count).map { number in
            TicketNeed(
                id: id(number, 1),
                category: pick(Category.allCases, &random),
                language: pick(Self.languages, &random),
                country: pick(Self.countries, &random),
                priority: pick(Priority.allCases, &random),
                dueAt: Self.now.addingTimeInterval(Double(Int.random(in: 0..<100_000, using: &random))),
                weight: Int.random(in: 1...heaviest, using: &random),
                previousAgent: Bool.random(using: &random)
                    ? id(Int.random(in: 0..<Self.agents, using: &random), 0) : nil
            )
        }
    }

    private func pick<Value>(_ values: [Value], _ random: inout Seeded) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private func id(_ number: Int, _ sort: UInt8, piece: UInt8 = 0) -> UUID {
        let (high, low) = (UInt8(number >> 8), UInt8(number & 255))
        return UUID(uuid: (sort, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, piece, high, low))
    }
}

extension AssignWorld {
    /// What the seats lack of the best possible scores, by weight.
    func cost(_ decisions: [Decision], _ needs: [TicketNeed]) -> Double {
        let weights = Dictionary(needs.map { ($0.id, $0.weight) }) { first, _ in first }
        return decisions.reduce(0) { sum, decision in
            sum + Double((1_000 - (decision.ranked.first?.score ?? 0)) * (weights[decision.ticket] ?? 0))
        }
    }

    /// Cost of the exact optimum when every ticket may be split into pieces of weight 1: no whole tickets do better.
    func bound(_ needs: [TicketNeed], to agents: [Agent]) -> Double {
        let pieces = needs.enumerated().flatMap { number, need in
            (0..<need.weight).map { piece in
                TicketNeed(
                    id: id(number, 2, piece: UInt8(piece)),
                    category: need.category,
                    language: need.language,
                    country: need.country,
                    priority: need.priority,
                    dueAt: need.dueAt,
                    previousAgent: need.previousAgent
                )
            }
        }
        return cost(decide(pieces, agents), pieces)
    }

    /// Cost when each ticket takes what is best for it alone, in the order of service.
    func oneByOne(_ needs: [TicketNeed], to agents: [Agent]) -> Double {
        var agents = agents
        let ordered = needs.sorted { ($0.dueAt ?? .distantFuture, $0.id) < ($1.dueAt ?? .distantFuture, $1.id) }
        return ordered.reduce(0) { sum, need in
            let decisions = decide([need], agents)
            if let index = agents.firstIndex(where: { $0.id == decisions[0].winner }) {
                agents[index].load += need.weight
            }
            return sum + cost(decisions, [need])
        }
    }

    /// Gini coefficient of load over capacity among those on shift: 0 when all are equally busy.
    func gini(_ agents: [Agent], after decisions: [Decision]) -> Double {
        let given = Dictionary(decisions.compactMap(\.winner).map { ($0, 1) }, uniquingKeysWith: +)
        let shares = agents.filter { $0.shift == .working }.map {
            Double($0.load + given[$0.id, default: 0]) / Double($0.capacity)
        }.sorted()
        let count = Double(shares.count)
        let ranked = shares.enumerated().reduce(0.0) { $0 + (Double(2 * $1.offset + 1) - count) * $1.element }
        return ranked / (count * max(1e-9, shares.reduce(0, +)))
    }
}
