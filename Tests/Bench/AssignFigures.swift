import FoundationEssentials
import Routing

/// What deciding alone takes and is worth: no database, no messages, one core.
struct AssignFigures: Codable, Sendable {
    /// Agents of the roster.
    var agents = 0
    /// Tickets decided together.
    var batch = 0
    /// Tickets a second, explanations included, by this thread's own time.
    var ticketsPerSecond = 0.0
    /// The same with tickets of different weights.
    var mixedTicketsPerSecond = 0.0
    /// Milliseconds for one ticket that comes alone.
    var singleP50 = 0.0
    var singleP99 = 0.0
    /// Cost of batches of different weights over a bound that no assignment can go below, 1 is the optimum; tickets of one
    /// weight are assigned exactly.
    var costRatio = 0.0
    /// Cost when the tickets of a batch are given one after the other, over that of the batch.
    var oneByOneRatio = 0.0
    /// Gini coefficient of load over capacity among those on shift, before and after a batch.
    var giniBefore = 0.0
    var giniAfter = 0.0

    enum CodingKeys: String, CodingKey {
        case agents, batch
        case ticketsPerSecond = "tickets_per_s"
        case mixedTicketsPerSecond = "mixed_tickets_per_s"
        case singleP50 = "single_p50_ms"
        case singleP99 = "single_p99_ms"
        case costRatio = "cost_ratio"
        case oneByOneRatio = "one_by_one_ratio"
        case giniBefore = "gini_before"
        case giniAfter = "gini_after"
    }

    /// One line for a person.
    var text: String {
        """
        assign: \(agents) agents, batches of \(batch): \(ticketsPerSecond.brief) tickets/s (\(mixedTicketsPerSecond.brief) \
        of different weights), one alone \(singleP50.brief) ms, p99 \(singleP99.brief) ms; cost \(costRatio.brief) of the \
        bound, one by one \(oneByOneRatio.brief); Gini \(giniBefore.brief) before, \(giniAfter.brief) after
        """
    }
}

/// Measures ``AssignFigures``; takes some seconds.
struct AssignStage {
    private static let rounds = 20
    private let world = AssignWorld()

    /// All figures.
    func measure() -> AssignFigures {
        var figures = AssignFigures(agents: AssignWorld.agents, batch: AssignWorld.batch)
        batches(&figures)
        (figures.singleP50, figures.singleP99) = singles()
        figures.costRatio = ratio { world.bound($0, to: $1) }
        figures.oneByOneRatio = 1 / ratio { world.oneByOne($0, to: $1) }
        return figures
    }

    private func batches(_ figures: inout AssignFigures) {
        var (equal, mixed) = (0.0, 0.0)
        for round in 0..<Self.rounds {
            var random = world.random(round)
            let agents = world.staff(&random)
            let needs = world.tickets(AssignWorld.batch, heaviest: 1, &random)
            var decisions: [Decision] = []
            equal += Yardstick.threadSeconds { decisions = world.decide(needs, agents) }
            figures.giniBefore += world.gini(agents, after: []) / Double(Self.rounds)
            figures.giniAfter += world.gini(agents, after: decisions) / Double(Self.rounds)
            let heavy = world.tickets(AssignWorld.batch, heaviest: 3, &random)
            mixed += Yardstick.threadSeconds { decisions = world.decide(heavy, agents) }
        }
        let tickets = Double(Self.rounds * AssignWorld.batch)
        (figures.ticketsPerSecond, figures.mixedTicketsPerSecond) = (tickets / equal, tickets / mixed)
    }

    private func singles() -> (p50: Double, p99: Double) {
        var random = world.random(100)
        let agents = world.staff(&random)
        let times = (0..<1_000).map { _ in
            let needs = world.tickets(1, heaviest: 3, &random)
            return 1_000 * Yardstick.threadSeconds { _ = world.decide(needs, agents) }
        }.sorted()
        return (times[500], times[990])
    }

    /// Cost of batches of different weights over that of another way to give them.
    private func ratio(_ other: ([TicketNeed], [Agent]) -> Double) -> Double {
        var (ours, others) = (0.0, 0.0)
        for round in 0..<5 {
            var random = world.random(200 + round)
            let agents = world.staff(&random)
            // Split into pieces of weight 1 they still fit into what is decided together.
            let needs = world.tickets(160, heaviest: 3, &random)
            ours += world.cost(world.decide(needs, agents), needs)
            others += other(needs, agents)
        }
        return ours / others
    }
}
