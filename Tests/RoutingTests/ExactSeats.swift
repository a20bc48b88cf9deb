@testable import Routing

/// The exact solution of a small batch, by trying everything that could still be best; it shares no code with what it judges.
struct ExactSeats {
    private let seating: Seating
    /// Agent of each ticket, -1 for none.
    private(set) var seats: [Int]
    /// Sum of what the seats cost.
    private(set) var cost = 0
    private var current: [Int]
    private var loads: [Int]
    private var best = Int.max

    init(_ seating: Seating) {
        self.seating = seating
        seats = [Int](repeating: -1, count: seating.weights.count)
        current = seats
        loads = seating.loads
        var served: [Int] = []
        for ticket in seating.weights.indices where canSit(served + [ticket]) { served.append(ticket) }
        search(served[...], spent: 0)
        cost = best
    }

    /// Who is served.
    var served: [Bool] { seats.map { $0 >= 0 } }

    /// Whether there is room for all of them at once.
    private mutating func canSit(_ tickets: [Int]) -> Bool {
        guard let ticket = tickets.last else { return true }
        for agent in 0..<seating.width where hasRoom(agent, for: ticket) {
            loads[agent] += seating.weights[ticket]
            let works = canSit(tickets.dropLast())
            loads[agent] -= seating.weights[ticket]
            if works { return true }
        }
        return false
    }

    private mutating func search(_ tickets: ArraySlice<Int>, spent: Int) {
        guard spent < best else { return }
        guard let ticket = tickets.first else {
            (best, seats) = (spent, current)
            return
        }
        for agent in 0..<seating.width where hasRoom(agent, for: ticket) {
            let price = Self.price(ticket, agent, load: loads[agent], seating)
            loads[agent] += seating.weights[ticket]
            current[ticket] = agent
            search(tickets.dropFirst(), spent: spent + price)
            current[ticket] = -1
            loads[agent] -= seating.weights[ticket]
        }
    }

    private func hasRoom(_ agent: Int, for ticket: Int) -> Bool {
        seating.lacks[ticket * seating.width + agent] != Int32.max
            && loads[agent] + seating.weights[ticket] <= seating.capacities[agent]
    }

    /// A ticket's price: its weight times what the pair lacks and what the load costs.
    private static func price(_ ticket: Int, _ agent: Int, load: Int, _ seating: Seating) -> Int {
        let weight = seating.weights[ticket]
        let lack = Int(seating.lacks[ticket * seating.width + agent]) * 65_536
        return weight * (lack + (load + weight) * seating.rates[agent])
    }

    /// What somebody else's seats cost.
    static func cost(of seats: [Int?], _ seating: Seating) -> Int {
        var loads = seating.loads
        return seats.enumerated().reduce(0) { sum, seat in
            guard let agent = seat.element else { return sum }
            let load = loads[agent]
            loads[agent] += seating.weights[seat.offset]
            return sum + price(seat.offset, agent, load: load, seating)
        }
    }
}
