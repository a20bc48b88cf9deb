import Glibc
import Reactor

extension Link {
    /// Most milliseconds between two attempts: full jitter under a doubling bound.
    private static var backOffCap: Int64 { 1_000 }
    private static var firstBackOff: Int64 { 100 }

    /// Answers when the link can be used.
    ///
    /// Each call waits for one attempt at most: a server that is down is news for the caller, not something to sit
    /// out here.
    func ensureUp(by deadline: Deadline, _ answer: @escaping Answer) {
        attach()
        noticeLoss()
        switch phase {
        case .up: return answer(.success(Rows(nil)))
        case .closed: return answer(.failure(.closed))
        case .lost: return answer(.failure(.connectionLost(reason: lossReason)))
        case .unused, .connecting, .waiting: break
        }
        waiters.append(Waiter(deadline: deadline, answer: answer))
        if case .unused = phase { connect() }
    }

    /// An idle connection may have died since the last poll; looking costs one system call.
    private func noticeLoss() {
        guard isUp, flights.isEmpty else { return }
        receive()
        guard reconnects, isUp, connection?.isIdleOutsideTransaction == false else { return }
        lose("torn down, because a statement had opened a transaction by itself: use transaction(_:)")
    }

    func connect() {
        let deadline = Deadline(after: configuration.connectTimeout)
        do {
            connection = try Connection(configuration)
        } catch {
            return connectingFailed(error)
        }
        if connection?.isBroken ?? true { return connectingFailed() }
        // "If PQconnectStart succeeds, behave as if PQconnectPoll had said PGRES_POLLING_WRITING" (libpq's manual).
        phase = .connecting(by: deadline, writing: true)
    }

    func advanceConnecting(_ now: ContinuousClock.Instant) {
        guard let connection, case .connecting(let deadline, let writing) = phase else { return }
        guard connection.isReady(for: writing ? POLLOUT : POLLIN) else {
            if deadline.instant <= now {
                connectingFailed(.cannotConnect(reason: "no answer within \(deadline.duration)"))
            }
            return
        }
        switch connection.pollConnecting() {
        case .reading: phase = .connecting(by: deadline, writing: false)
        case .writing: phase = .connecting(by: deadline, writing: true)
        case .up: connected(connection)
        case .failed: connectingFailed()
        }
    }

    private func connected(_ connection: Connection) {
        guard connection.settle() else { return connectingFailed() }
        epoch += 1
        attempts = 0
        statements = StatementCache()
        hasUnsentBytes = false
        phase = .up
        for waiter in waiters.takeAll() { waiter.answer(.success(Rows(nil))) }
    }

    private func connectingFailed(_ error: PostgresError? = nil) {
        let error = error ?? .cannotConnect(reason: connection?.complaint ?? "out of memory")
        connection = nil
        attempts += 1
        lossReason = "no connection yet"
        retreat()
        failWaiters(error)
    }

    /// A connection is gone: try again after a while, or never.
    func retreat() {
        guard reconnects else {
            phase = .lost
            notifications?.finish()
            return
        }
        let bound = min(Self.backOffCap, Self.firstBackOff << Int64(min(attempts, 10)))
        phase = .waiting(until: .now + .milliseconds(Int64.random(in: 0...bound)))
    }

    func failWaiters(_ error: PostgresError) {
        for waiter in waiters.takeAll() { waiter.answer(.failure(error)) }
    }

    func expireWaiters(_ now: ContinuousClock.Instant) {
        guard !waiters.isEmpty else { return }
        for waiter in waiters.remove(where: { $0.deadline.instant <= now }) {
            waiter.answer(.failure(waiter.deadline.error))
        }
    }
}
