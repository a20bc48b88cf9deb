/// The exact optimum for tickets of one weight, by successive shortest paths with prices.
///
/// A ticket that comes may displace one that sits, which displaces another in turn, until somebody has room. Among all such
/// chains the cheapest is taken; nobody who sat is left standing. So, after each ticket, the set served is the earliest
/// possible one, and its cost the least.
struct UniformSeats {
    private let seating: Seating
    private let weight: Int
    private let width: Int
    /// Agent of each ticket, -1 for none.
    private(set) var seat: [Int]
    private var loads: [Int]
    /// What the agent's next seat costs; ``Seating/far`` when there is none.
    private var nextSeat: [Int]
    /// What displacing somebody there is worth: never more than the next seat, and such that no ticket that sits would
    /// save anything by moving.
    private var prices: [Int]
    private var seated: [[Int]]
    /// Agents whose tickets can only change places with each other, because none of them has room.
    private var isClosed: [Bool]

    // Of the search at hand.
    private var distance: [Int]
    private var arriving: [Int]
    private var isDone: [Bool]

    init(_ seating: Seating, weight: Int) {
        self.seating = seating
        self.weight = weight
        width = seating.width
        seat = [Int](repeating: -1, count: seating.weights.count)
        loads = seating.loads
        nextSeat = [Int](repeating: 0, count: width)
        prices = nextSeat
        seated = [[Int]](repeating: [], count: width)
        isClosed = [Bool](repeating: false, count: width)
        distance = nextSeat
        arriving = nextSeat
        isDone = isClosed
        for agent in 0..<width {
            nextSeat[agent] = seatCost(agent)
            isClosed[agent] = nextSeat[agent] == Seating.far
            prices[agent] = isClosed[agent] ? 0 : nextSeat[agent]
        }
    }

    private func seatCost(_ agent: Int) -> Int {
        loads[agent] + weight <= seating.capacities[agent]
            ? (loads[agent] + weight) * seating.rates[agent] : Seating.far
    }

    /// Seats a ticket if that is possible without anybody losing a seat.
    mutating func add(_ ticket: Int) {
        for agent in 0..<width {
            distance[agent] = Seating.far
            isDone[agent] = isClosed[agent]
        }
        var (nearest, end, total) = relax(ticket, from: 0)
        while nearest >= 0, distance[nearest] < total {
            let agent = nearest
            isDone[agent] = true
            nearest = -1
            for other in seated[agent] {
                let base = distance[agent] - cost(other, agent) - prices[agent]
                let found = relax(other, from: base)
                if found.total < total { (end, total) = (found.end, found.total) }
            }
            nearest = nearestOpen()
        }
        guard end >= 0 else { return close() }
        raisePrices(to: total)
        move(ticket, to: end)
    }

    private func cost(_ ticket: Int, _ agent: Int) -> Int {
        Int(seating.lacks[ticket * width + agent]) * Staff.unit
    }

    /// Brings every agent as near as this ticket can get to it; gives the nearest, and the end of the cheapest chain.
    private mutating func relax(_ ticket: Int, from base: Int) -> (nearest: Int, end: Int, total: Int) {
        let row = ticket * width
        var (nearest, nearestDistance, end, total) = (-1, Seating.far, -1, Seating.far)
        for agent in 0..<width where !isDone[agent] {
            let lack = seating.lacks[row + agent]
            guard lack != Seating.never else { continue }
            let length = base + Int(lack) * Staff.unit
            let reached = length + prices[agent]
            guard reached < distance[agent] else { continue }
            distance[agent] = reached
            arriving[agent] = ticket
            if reached < nearestDistance { (nearest, nearestDistance) = (agent, reached) }
            if nextSeat[agent] != Seating.far, length + nextSeat[agent] < total {
                (end, total) = (agent, length + nextSeat[agent])
            }
        }
        return (nearest, end, total)
    }

    private func nearestOpen() -> Int {
        var (nearest, length) = (-1, Seating.far)
        for agent in 0..<width where !isDone[agent] && distance[agent] < length {
            (nearest, length) = (agent, distance[agent])
        }
        return nearest
    }

    private mutating func raisePrices(to total: Int) {
        for agent in 0..<width where isDone[agent] && !isClosed[agent] {
            prices[agent] += total - distance[agent]
        }
    }

    private mutating func move(_ ticket: Int, to end: Int) {
        var agent = end
        while true {
            let comer = arriving[agent]
            let former = seat[comer]
            seat[comer] = agent
            seated[agent].append(comer)
            guard comer != ticket else { break }
            seated[former].removeAll { $0 == comer }
            agent = former
        }
        loads[end] += weight
        nextSeat[end] = seatCost(end)
    }

    /// Nobody reached has room, now or later.
    private mutating func close() {
        for agent in 0..<width where isDone[agent] { isClosed[agent] = true }
    }
}
