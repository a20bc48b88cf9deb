/// Tries all seats of a small batch that could still be better than known ones; gives up after so many steps.
///
/// Chains of moves now and then miss the optimum of a handful of tickets of unlike weights among few agents. Such a batch
/// is small enough to be tried to the end.
struct SeatTrial {
    /// Most tickets with a seat for which it is worth while.
    private static let mostTickets = 24
    /// Agents looked at, over all tickets: about a millisecond.
    private static let steps = 200_000

    private let seating: Seating
    private let tickets: [Int]
    /// The least that the tickets from each on can cost.
    private let leastFrom: [Int]
    private var loads: [Int]
    private var current: [Int]
    private var best: Int
    private var stepsLeft = Self.steps
    /// The agent of each ticket, -1 for none.
    private(set) var seats: [Int]

    /// Begins with known seats; who has none there gets none.
    ///
    /// `least` is the least that each ticket can cost.
    init(_ seating: Seating, better seats: [Int], least: [Int]) {
        self.seating = seating
        self.seats = seats
        current = seats
        loads = seating.loads
        // Heavy ones first: they decide most.
        tickets = seats.indices.filter { seats[$0] >= 0 }
            .sorted { (-seating.weights[$0], $0) < (-seating.weights[$1], $1) }
        var sums = [0]
        for ticket in tickets.reversed() { sums.append(sums.last.map { $0 + least[ticket] } ?? 0) }
        leastFrom = sums.reversed()
        best = Self.cost(of: seats, seating)
    }

    /// Looks for better seats as long as steps are left.
    mutating func run() {
        if tickets.count <= Self.mostTickets { place(0, spent: 0) }
    }

    private mutating func place(_ index: Int, spent: Int) {
        guard index < tickets.count else {
            (best, seats) = (spent, current)
            return
        }
        let ticket = tickets[index]
        let weight = seating.weights[ticket]
        for agent in 0..<seating.width where stepsLeft > 0 {
            stepsLeft -= 1
            let price = seating.price(ticket, agent, load: loads[agent])
            guard loads[agent] + weight <= seating.capacities[agent], spent + price + leastFrom[index + 1] < best
            else { continue }
            loads[agent] += weight
            current[ticket] = agent
            place(index + 1, spent: spent + price)
            loads[agent] -= weight
        }
    }

    private static func cost(of seats: [Int], _ seating: Seating) -> Int {
        var loads = seating.loads
        return seats.indices.filter { seats[$0] >= 0 }.reduce(0) { sum, ticket in
            let load = loads[seats[ticket]]
            loads[seats[ticket]] += seating.weights[ticket]
            return sum + seating.price(ticket, seats[ticket], load: load)
        }
    }
}
