/// What happens next: a heap whose first entry is the earliest, and of those at the same instant the one added first.
struct EventQueue<Event: Sendable>: Sendable {
    private var heap: [(at: Int, order: Int, event: Event)] = []
    private var count = 0

    /// When the first entry happens.
    var nextInstant: Int? { heap.first?.at }

    mutating func add(_ event: Event, at instant: Int) {
        count += 1
        heap.append((instant, count, event))
        var place = heap.count - 1
        while place > 0, isBefore(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeFirst() -> Event? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.event
    }

    private mutating func sink() {
        var place = 0
        while true {
            var least = 2 * place + 1
            guard least < heap.count else { return }
            if least + 1 < heap.count, isBefore(least + 1, least) { least += 1 }
            guard isBefore(least, place) else { return }
            heap.swapAt(least, place)
            place = least
        }
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        heap[one].at != heap[other].at ? heap[one].at < heap[other].at : heap[one].order < heap[other].order
    }
}
