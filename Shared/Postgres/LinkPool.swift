import Synchronization

/// Lends links, one borrower each, in the order of asking.
final class LinkPool: Sendable {
    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Result<Link, PostgresError>, Never>
    }

    private struct State {
        var links: [Link] = []
        var idle: [Link] = []
        var waiters = Fifo<Waiter>()
        /// Calls on their way into or in the queue.
        var pending: Set<Int> = []
        /// Those of them that were over before they stood in it.
        var failedEarly: [Int: PostgresError] = [:]
        var nextID = 0
        var isClosed = false
    }

    private let configuration: PostgresConfiguration
    private let limit: Int
    private let state = Mutex(State())

    init(_ configuration: PostgresConfiguration, limit: Int) {
        self.configuration = configuration
        self.limit = max(1, limit)
    }

    var isConnected: Bool {
        state.withLock(\.links).contains(where: \.isConnected)
    }

    /// Waits for a link until the deadline, or until the task is cancelled.
    func acquire(by deadline: Deadline) async throws(PostgresError) -> Link {
        if let link = try takeIdle() { return link }
        let id = state.withLock { state in
            state.nextID += 1
            state.pending.insert(state.nextID)
            return state.nextID
        }
        let alarm = Task {
            try await Task.sleep(until: deadline.instant, clock: .continuous)
            fail(id, with: deadline.error)
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { enqueue(Waiter(id: id, continuation: $0)) }
        } onCancel: {
            fail(id, with: .cancelled)
        }
        alarm.cancel()
        state.withLock { state in
            state.pending.remove(id)
            state.failedEarly[id] = nil
        }
        return try outcome.get()
    }

    func release(_ link: Link) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.popFirst()
            if waiter == nil { state.idle.append(link) }
            return waiter
        }
        waiter?.continuation.resume(returning: .success(link))
    }

    func close() async {
        let (links, waiters) = state.withLock { state in
            state.isClosed = true
            return (state.links, state.waiters.takeAll())
        }
        for waiter in waiters { waiter.continuation.resume(returning: .failure(.closed)) }
        for link in links { await link.close() }
    }

    /// A connected link first, then any, then a new one.
    private func takeIdle() throws(PostgresError) -> Link? {
        let (link, isClosed) = state.withLock { state in
            if state.isClosed { return (nil as Link?, true) }
            if let index = state.idle.lastIndex(where: \.isConnected) ?? state.idle.indices.last {
                return (state.idle.remove(at: index), false)
            }
            guard state.links.count < limit else { return (nil, false) }
            let link = Link(configuration, name: "postgres-\(state.links.count)")
            state.links.append(link)
            return (link, false)
        }
        if isClosed { throw .closed }
        return link
    }

    /// Something may have come back between the first look and now.
    private func enqueue(_ waiter: Waiter) {
        let outcome: Result<Link, PostgresError>? = state.withLock { state in
            if state.isClosed { return .failure(.closed) }
            if let error = state.failedEarly[waiter.id] { return .failure(error) }
            if let link = state.idle.popLast() { return .success(link) }
            state.waiters.append(waiter)
            return nil
        }
        if let outcome { waiter.continuation.resume(returning: outcome) }
    }

    private func fail(_ id: Int, with error: PostgresError) {
        let waiters = state.withLock { state in
            let found = state.waiters.remove { $0.id == id }
            if found.isEmpty, state.pending.contains(id) { state.failedEarly[id] = error }
            return found
        }
        for waiter in waiters { waiter.continuation.resume(returning: .failure(error)) }
    }
}
