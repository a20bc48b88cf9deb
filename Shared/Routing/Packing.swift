/// Looks for room for certain tickets at once, whatever the seats cost; gives up after so many steps.
struct Packing {
    private let seating: Seating
    private var loads: [Int]
    private var seats: [Int]
    private var stepsLeft: Int

    init(_ seating: Seating, steps: Int) {
        self.seating = seating
        loads = seating.loads
        seats = [Int](repeating: -1, count: seating.weights.count)
        stepsLeft = steps
    }

    /// The agent of each ticket, -1 for all others; nil when there is no room, or none was found in the steps that are left.
    mutating func seats(for tickets: [Int]) -> [Int]? {
        let free = zip(seating.capacities, seating.loads).reduce(0) { $0 + max(0, $1.0 - $1.1) }
        guard tickets.reduce(0, { $0 + seating.weights[$1] }) <= free else { return nil }
        loads = seating.loads
        for ticket in seats.indices { seats[ticket] = -1 }
        // Heavy ones are the hardest to find room for.
        let heaviestFirst = tickets.sorted { (-seating.weights[$0], $0) < (-seating.weights[$1], $1) }
        return seat(heaviestFirst[...]) ? seats : nil
    }

    private mutating func seat(_ tickets: ArraySlice<Int>) -> Bool {
        guard let ticket = tickets.first else { return true }
        let weight = seating.weights[ticket]
        for agent in 0..<seating.width where stepsLeft > 0 {
            guard seating.lacks[ticket * seating.width + agent] != Seating.never,
                loads[agent] + weight <= seating.capacities[agent]
            else { continue }
            stepsLeft -= 1
            loads[agent] += weight
            seats[ticket] = agent
            if seat(tickets.dropFirst()) { return true }
            loads[agent] -= weight
        }
        seats[ticket] = -1
        return false
    }
}
