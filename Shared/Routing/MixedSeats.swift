/// A near optimum for tickets of different weights, by chains of moves and exchanges.
///
/// Filling agents of limited capacity with tickets of different weights to the best is a problem nobody can solve fast
/// (generalised assignment), so the search is bounded: a number of moves for a ticket, and of steps for a batch. Where chains
/// find no room all are seated anew, if that is found within bounds.
struct MixedSeats {
    /// Most tickets that move for one that comes.
    private static let depth = 4
    /// Ways that are followed at each step of a chain, cheapest first.
    private static let breadth = 6
    /// Times that every ticket may look for a better seat.
    private static let rounds = 4

    private let seating: Seating
    private let width: Int
    private(set) var seat: [Int]
    private var loads: [Int]
    private var seated: [[Int]]
    /// The least that a seat can cost each ticket, when nobody else of the batch were there.
    private let least: [Int]
    private var isMoved: [Bool]
    private var stepsLeft: Int
    private var packing: Packing

    // Of the search at hand.
    private var best = Seating.far
    private var bestMoves: [Move] = []
    private var moves: [Move] = []

    private struct Move {
        let ticket: Int
        let agent: Int
    }

    /// Tickets that leave an agent for one that comes.
    private struct Exchange {
        let agent: Int
        let leaving: [Int]
        /// What is known of the whole chain's cost.
        let atLeast: Int
    }

    init(_ seating: Seating) {
        self.seating = seating
        width = seating.width
        let count = seating.weights.count
        seat = [Int](repeating: -1, count: count)
        loads = seating.loads
        seated = [[Int]](repeating: [], count: seating.width)
        isMoved = [Bool](repeating: false, count: count)
        stepsLeft = 2_000 + 24 * count
        packing = Packing(seating, steps: 20_000)
        least = (0..<count).map { ticket in
            (0..<seating.width).reduce(Seating.far) { min($0, seating.price(ticket, $1, load: seating.loads[$1])) }
        }
    }

    /// Seats the tickets in their order, then lets them change for the better, then looks for room again.
    mutating func fill() {
        for ticket in seat.indices { seatNew(ticket) }
        for _ in 0..<Self.rounds where improve() {}
        for ticket in seat.indices where seat[ticket] < 0 { seatNew(ticket) }
        var trial = SeatTrial(seating, better: seat, least: least)
        trial.run()
        seat = trial.seats
    }

    private mutating func seatNew(_ ticket: Int) {
        guard least[ticket] < Seating.far else { return }
        search(ticket, below: Seating.far)
        for move in bestMoves { relocate(move.ticket, to: move.agent) }
        if bestMoves.isEmpty { repack(with: ticket) }
    }

    /// Seats everybody anew where chains found no room; what that costs is mended later.
    private mutating func repack(with ticket: Int) {
        let served = seat.indices.filter { seat[$0] >= 0 }
        guard let seats = packing.seats(for: served + [ticket]) else { return }
        for ticket in served + [ticket] { relocate(ticket, to: seats[ticket]) }
    }

    /// Whether any ticket found a better seat.
    private mutating func improve() -> Bool {
        var hasImproved = false
        for ticket in seat.indices where seat[ticket] >= 0 && stepsLeft > 0 {
            let home = seat[ticket]
            relocate(ticket, to: -1)
            search(ticket, below: cost(ticket, home))
            if bestMoves.isEmpty {
                relocate(ticket, to: home)
            } else {
                for move in bestMoves { relocate(move.ticket, to: move.agent) }
                hasImproved = true
            }
        }
        return hasImproved
    }

    /// Finds the cheapest chain that seats a ticket for less than a limit.
    private mutating func search(_ ticket: Int, below limit: Int) {
        best = limit
        bestMoves = []
        follow([ticket], spent: 0, depth: Self.depth)
    }

    /// Seats the last of the standing tickets in every promising way, and then the others.
    private mutating func follow(_ standing: [Int], spent: Int, depth: Int) {
        guard let ticket = standing.last else {
            best = spent
            bestMoves = moves
            return
        }
        stepsLeft -= 1
        let others = Array(standing.dropLast())
        let floor = others.reduce(spent) { $0 + least[$1] }
        if let agent = cheapestRoom(for: ticket), floor + cost(ticket, agent) < best {
            let price = cost(ticket, agent)
            isMoved[ticket] = true
            go(ticket, to: agent) { $0.follow(others, spent: spent + price, depth: depth) }
            isMoved[ticket] = false
        }
        guard depth > 0, stepsLeft > 0 else { return }
        isMoved[ticket] = true
        for exchange in exchanges(for: ticket, floor: floor) where exchange.atLeast < best && stepsLeft > 0 {
            let before = exchange.leaving.reduce(0) { $0 + leave($1) }
            let price = cost(ticket, exchange.agent)
            let depth = depth - exchange.leaving.count
            go(ticket, to: exchange.agent) {
                $0.follow(others + exchange.leaving, spent: spent + price - before, depth: depth)
            }
            for left in exchange.leaving.reversed() { relocate(left, to: exchange.agent) }
        }
        isMoved[ticket] = false
    }

    private func cheapestRoom(for ticket: Int) -> Int? {
        let (row, weight) = (ticket * width, seating.weights[ticket])
        var (cheapest, price) = (-1, Seating.far)
        for agent in 0..<width {
            let lack = seating.lacks[row + agent]
            guard lack != Seating.never, loads[agent] + weight <= seating.capacities[agent] else { continue }
            let found = Int(lack) * Staff.unit + (loads[agent] + weight) * seating.rates[agent]
            if found < price { (cheapest, price) = (agent, found) }
        }
        return cheapest < 0 ? nil : cheapest
    }

    /// The most promising ways to put a ticket in the place of one or two others, most promising first.
    private func exchanges(for ticket: Int, floor: Int) -> [Exchange] {
        var found: [Exchange] = []
        for agent in 0..<width where seating.lacks[ticket * width + agent] != Seating.never {
            let there = seated[agent]
            for index in there.indices where !isMoved[there[index]] {
                if let exchange = exchange(ticket, agent, [there[index]], floor) {
                    keep(exchange, in: &found)
                    continue
                }
                for other in there[(index + 1)...] where !isMoved[other] {
                    if let exchange = exchange(ticket, agent, [there[index], other], floor) {
                        keep(exchange, in: &found)
                    }
                }
            }
        }
        return found
    }

    private func keep(_ exchange: Exchange, in found: inout [Exchange]) {
        guard exchange.atLeast < best else { return }
        let spot = found.firstIndex { exchange.atLeast < $0.atLeast } ?? found.count
        guard spot < Self.breadth else { return }
        found.insert(exchange, at: spot)
        if found.count > Self.breadth { found.removeLast() }
    }

    /// Nil when there would not be room.
    private func exchange(_ ticket: Int, _ agent: Int, _ leaving: [Int], _ floor: Int) -> Exchange? {
        let freed = leaving.reduce(0) { $0 + seating.weights[$1] }
        guard loads[agent] - freed + seating.weights[ticket] <= seating.capacities[agent] else { return nil }
        var load = loads[agent]
        var total = floor
        for left in leaving {
            load -= seating.weights[left]
            total += least[left] - seating.price(left, agent, load: load)
        }
        total += seating.price(ticket, agent, load: load)
        return Exchange(agent: agent, leaving: leaving, atLeast: total)
    }

    /// Does something with a ticket at an agent, and takes it away again.
    private mutating func go(_ ticket: Int, to agent: Int, _ work: (inout MixedSeats) -> Void) {
        let former = seat[ticket]
        relocate(ticket, to: agent)
        moves.append(Move(ticket: ticket, agent: agent))
        work(&self)
        moves.removeLast()
        relocate(ticket, to: former)
    }

    /// Takes a ticket from its agent and gives back what it had cost there.
    private mutating func leave(_ ticket: Int) -> Int {
        let agent = seat[ticket]
        relocate(ticket, to: -1)
        return cost(ticket, agent)
    }

    private mutating func relocate(_ ticket: Int, to agent: Int) {
        let former = seat[ticket]
        if former >= 0 {
            loads[former] -= seating.weights[ticket]
            seated[former].removeAll { $0 == ticket }
        }
        seat[ticket] = agent
        guard agent >= 0 else { return }
        loads[agent] += seating.weights[ticket]
        seated[agent].append(ticket)
    }

    private func cost(_ ticket: Int, _ agent: Int) -> Int { seating.price(ticket, agent, load: loads[agent]) }
}
