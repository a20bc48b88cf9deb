/// Tickets of one kind that have nobody yet, oldest first.
struct WaitingLine: Sendable {
    private var tickets: [Int] = []
    private var head = 0

    var count: Int { tickets.count - head }

    mutating func add(_ ticket: Int) { tickets.append(ticket) }

    /// The oldest ones.
    func first(_ most: Int) -> ArraySlice<Int> { tickets[head..<min(head + most, tickets.count)] }

    /// Takes out those of the oldest that have found somebody.
    mutating func remove(_ placed: Set<Int>, ofFirst most: Int) {
        let left = first(most).filter { !placed.contains($0) }
        head += first(most).count - left.count
        for (offset, ticket) in left.enumerated() { tickets[head + offset] = ticket }
        if head > 1_000, head * 2 > tickets.count {
            tickets.removeFirst(head)
            head = 0
        }
    }
}
