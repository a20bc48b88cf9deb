/// Tickets of a batch in the order in which they are served, and what each agent is to each of them.
struct Seating {
    /// Capacity that each ticket takes.
    let weights: [Int]
    /// Number of agents.
    let width: Int
    /// What the pair lacks, ticket after ticket; ``never`` where a hard rule forbids it.
    let lacks: [Int32]
    /// Load before the batch, and most load, of each agent.
    let loads: [Int]
    let capacities: [Int]
    /// Price of a unit of load for each unit that is there already.
    let rates: [Int]

    /// No pair.
    static let never = Int32.max
    /// More than any chain costs.
    static let far = Int.max / 4

    /// Cost of a ticket, by weight, at an agent who has `load` without it; ``far`` where a hard rule forbids it.
    func price(_ ticket: Int, _ agent: Int, load: Int) -> Int {
        let lack = lacks[ticket * width + agent]
        guard lack != Self.never else { return Self.far }
        let weight = weights[ticket]
        return weight * (Int(lack) * Staff.unit + (load + weight) * rates[agent])
    }

    /// Who sits with whom: the agent of each ticket, or nil.
    func solved() -> [Int?] {
        guard let weight = weights.first else { return [] }
        if weights.allSatisfy({ $0 == weight }) {
            var seats = UniformSeats(self, weight: weight)
            for ticket in weights.indices { seats.add(ticket) }
            return seats.seat.map { $0 < 0 ? nil : $0 }
        }
        var seats = MixedSeats(self)
        seats.fill()
        return seats.seat.map { $0 < 0 ? nil : $0 }
    }
}
