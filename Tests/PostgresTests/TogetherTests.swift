import Harness
import Postgres
import Synchronization
import Testing

@Suite("Work done together")
struct TogetherTests {
    private struct Refused: Error, Equatable {
        let piece: Int
    }

    @Test("Results come in the order in which the work is written")
    func order() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)

        let (first, second, third) = try await together(
            {
                for await _ in gate.stream {}
                return 1
            },
            { "two" },
            {
                gate.continuation.finish()
                return [3]
            }
        )

        #expect(first == 1)
        #expect(second == "two")
        #expect(third == [3])
    }

    @Test("The first failure as written is thrown when all pieces have ended")
    func failure() async {
        let ended = Mutex<Set<Int>>([])
        let last = AsyncStream.makeStream(of: Void.self)

        let error = await #expect(throws: Refused.self) {
            _ = try await together(
                { _ = ended.withLock { $0.insert(1) } },
                {
                    for await _ in last.stream {}
                    _ = ended.withLock { $0.insert(2) }
                    throw Refused(piece: 2)
                },
                {
                    defer { last.continuation.finish() }
                    _ = ended.withLock { $0.insert(3) }
                    throw Refused(piece: 3)
                }
            )
        }

        #expect(error == Refused(piece: 2))
        #expect(ended.withLock { $0 } == [1, 2, 3])
    }

    @Test("A failure waits for the pieces that still run")
    func patience() async {
        let ended = Mutex(false)

        await #expect(throws: Refused(piece: 1)) {
            _ = try await together(
                { throw Refused(piece: 1) },
                {
                    for _ in 1...1_000 { await Task.yield() }
                    ended.withLock { $0 = true }
                }
            )
        }

        #expect(ended.withLock { $0 })
    }

    @Test("Cancelling the caller cancels every piece")
    func cancellation() async {
        let started = AsyncStream.makeStream(of: Void.self)
        let caller = Task {
            try await together(
                {
                    started.continuation.finish()
                    for await _ in AsyncStream<Void>.makeStream().stream {}
                    return Task.isCancelled
                },
                {
                    for await _ in AsyncStream<Void>.makeStream().stream {}
                    return Task.isCancelled
                }
            )
        }
        for await _ in started.stream {}

        caller.cancel()

        let seen = try? await caller.value
        #expect(seen?.0 == true)
        #expect(seen?.1 == true)
    }
}
