import Synchronization

/// What a transaction's body and its link share.
final class TransactionContext: Sendable {
    private struct State {
        var queued: [Statement] = []
        var epoch: Int?
        var failure: PostgresError?
        var isEnded = false
    }

    private let state = Mutex(State())

    var failure: PostgresError? { state.withLock(\.failure) }
    /// Epoch of the connection that got BEGIN; `nil` as long as nothing was sent.
    var epoch: Int? { state.withLock(\.epoch) }
    var isEnded: Bool { state.withLock(\.isEnded) }
    var hasWork: Bool { state.withLock { $0.epoch != nil || !$0.queued.isEmpty } }

    func enqueue(_ statement: Statement) {
        state.withLock { state in
            assert(!state.isEnded, "a transaction was used after its body had returned")
            guard state.failure == nil, !state.isEnded else { return }
            state.queued.append(statement)
        }
    }

    func fail(_ error: PostgresError) {
        state.withLock { $0.failure = $0.failure ?? error }
    }

    func end() {
        state.withLock { $0.isEnded = true }
    }

    /// Hands over what was enqueued; `begins` on the first call.
    func takeOff(epoch: Int) -> (queued: [Statement], begins: Bool) {
        state.withLock { state in
            defer {
                state.queued = []
                state.epoch = epoch
            }
            return (state.queued, state.epoch == nil)
        }
    }
}
