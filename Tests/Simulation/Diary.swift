import FoundationEssentials

/// What people mean to do, by instant: a heap whose first entry is due first.
struct Diary<Entry: Sendable>: Sendable {
    private var heap: [(at: Date, order: Int, entry: Entry)] = []
    private var count = 0

    var isEmpty: Bool { heap.isEmpty }

    mutating func add(_ entry: Entry, at instant: Date) {
        count += 1
        heap.append((instant, count, entry))
        var place = heap.count - 1
        while place > 0, isBefore(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Removes and gives the first entry that is due.
    mutating func next(by now: Date) -> (at: Date, entry: Entry)? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.at, first.entry)
    }

    private mutating func sink() {
        var place = 0
        while true {
            let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
            guard let least = children.min(by: isBefore), isBefore(least, place) else { return }
            heap.swapAt(least, place)
            place = least
        }
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        (heap[one].at, heap[one].order) < (heap[other].at, heap[other].order)
    }
}
