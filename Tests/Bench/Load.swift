import Broker
import FoundationEssentials
import Proving
import Synchronization

/// Posts messages as adapters do and notes when the broker had confirmed each.
final class Load: Sendable {
    private struct Book {
        var confirmedAt: [Int: Date] = [:]
        var next = 1
        var refused = 0
    }

    private let system: BenchSystem
    private let corpus: Corpus
    private let book = Mutex(Book())

    init(_ system: BenchSystem, _ corpus: Corpus) {
        self.system = system
        self.corpus = corpus
    }

    /// Confirmed messages so far.
    var confirmed: Int { book.withLock { $0.confirmedAt.count } }

    /// When message `number` was confirmed.
    func confirmedAt(_ number: Int) -> Date? { book.withLock { $0.confirmedAt[number] } }

    /// Numbers of the messages that the next phase posts, from here.
    var next: Int { book.withLock { $0.next } }

    /// Keeps `outstanding` messages in the system until `count` are posted or `limit` is over.
    ///
    /// `done` tells how many tickets are finished, counted from the start of the process.
    func saturate(
        count: Int = .max,
        for limit: Duration = .seconds(3_600),
        outstanding: Int,
        done: @escaping @Sendable () -> Int
    ) async throws {
        let deadline = ContinuousClock.now + limit
        let finishedBefore = done() - confirmed
        var posted = 0
        while posted < count, ContinuousClock.now < deadline {
            let room = outstanding - (confirmed + finishedBefore - done())
            guard room > 0 else {
                try await Task.sleep(for: .milliseconds(50))  // lint:sleep the measured load waits for room
                continue
            }
            let size = min(500, room, count - posted)
            try await post(size)
            posted += size
        }
    }

    /// Posts `rate` messages a second for `limit`, on a fixed schedule: a late one does not slow the next.
    func pace(rate: Double, for limit: Duration) async throws {
        let start = ContinuousClock.now
        let seconds = limit / .seconds(1)
        let total = Int(rate * seconds)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var posted = 0
            while posted < total {
                let elapsed = start.duration(to: .now) / .seconds(1)
                let due = min(total, Int(elapsed * rate) + 1)
                if due > posted {
                    let size = due - posted
                    group.addTask { try await self.post(size) }
                    posted = due
                }
                let nextAt = start + .seconds(Double(posted) / rate)
                let tick = max(nextAt, .now + .milliseconds(5))
                try await Task.sleep(until: tick)  // lint:sleep the schedule of the measured load
            }
            try await group.waitForAll()
        }
    }

    /// Posts the next `size` messages in one call and notes the confirms.
    func post(_ size: Int) async throws {
        let first = book.withLock { book in
            defer { book.next += size }
            return book.next
        }
        var left = try (first..<first + size).map { ($0, Pipeline.outgoing(try corpus.message($0))) }
        while !left.isEmpty {
            let outcomes = await system.pipeline.publisher.publish(left.map(\.1), deadline: .seconds(30))
            let now = Date()
            book.withLock { book in
                for (message, outcome) in zip(left, outcomes) where outcome == .confirmed {
                    book.confirmedAt[message.0] = now
                }
            }
            left = zip(left, outcomes).filter { $0.1 != .confirmed }.map(\.0)
        }
    }
}
