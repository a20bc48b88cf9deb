import Reactor
import Synchronization

/// One connection to the server and its owner, on a thread of its own.
///
/// Answers come back in the order of `expectations`. Losing the connection ends every flight under way; a pooled
/// link then connects again by itself, under a new epoch, so that nothing of the old connection can be mistaken
/// for something of the new one.
actor Link: Pump {
    enum Phase {
        case unused
        case connecting(by: Deadline, writing: Bool)
        case waiting(until: ContinuousClock.Instant)
        case up
        case lost
        case closed
    }

    /// Called once, on the reactor's thread.
    typealias Answer = (Result<Rows, PostgresError>) -> Void

    struct Waiter {
        let deadline: Deadline
        let answer: Answer
    }

    nonisolated let configuration: PostgresConfiguration
    nonisolated let reactor: Reactor
    nonisolated private let up = Atomic(false)
    /// A session's link never comes back by itself.
    let reconnects: Bool
    let notifications: AsyncStream<Notification>.Continuation?

    var phase = Phase.unused { didSet { up.store(isUp, ordering: .releasing) } }
    var connection: Connection?
    /// Grows with every connection.
    var epoch = 0
    var lossReason = "not connected"
    var attempts = 0
    var waiters = Fifo<Waiter>()

    var statements = StatementCache()
    var expectations = Fifo<Expectation>()
    var flights = Fifo<Flight>()
    /// libpq holds bytes that the socket would not take.
    var hasUnsentBytes = false
    private var isAttached = false

    init(
        _ configuration: PostgresConfiguration,
        name: String,
        reconnects: Bool = true,
        notifications: AsyncStream<Notification>.Continuation? = nil
    ) {
        self.configuration = configuration
        self.reconnects = reconnects
        self.notifications = notifications
        reactor = Reactor(name: name)
    }

    deinit {
        notifications?.finish()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    /// Whether the link was connected a moment ago; answers from any thread.
    nonisolated var isConnected: Bool { up.load(ordering: .acquiring) }

    var isUp: Bool {
        if case .up = phase { true } else { false }
    }

    func attach() {
        guard !isAttached else { return }
        isAttached = true
        reactor.attach(self)
    }

    func close() {
        if isUp { lose("closed by us", as: .closed) }
        connection = nil
        phase = .closed
        failWaiters(.closed)
        notifications?.finish()
    }

    // MARK: Pump

    nonisolated func interest() -> Interest {
        assumeIsolated { $0.currentInterest() }
    }

    nonisolated func turn() {
        assumeIsolated { $0.takeTurn() }
    }

    private func currentInterest() -> Interest {
        let waiting = waiters.min { $0.deadline.instant }
        switch phase {
        case .unused, .lost, .closed:
            return .idle
        case .connecting(let deadline, let writing):
            let earliest = min(deadline.instant, waiting ?? deadline.instant)
            return Interest(
                descriptor: connection?.socket,
                reading: !writing,
                writing: writing,
                deadline: earliest
            )
        case .waiting(let instant):
            return Interest(deadline: min(instant, waiting ?? instant))
        case .up:
            return Interest(
                descriptor: connection?.socket,
                reading: true,
                writing: hasUnsentBytes,
                deadline: flights.min { $0.deadline.instant }
            )
        }
    }

    private func takeTurn() {
        let now = ContinuousClock.now
        switch phase {
        case .unused, .lost, .closed: break
        case .connecting: advanceConnecting(now)
        case .waiting(let instant): if instant <= now { connect() }
        case .up:
            receive()
            if hasUnsentBytes { flush() }
            expireFlights(now)
        }
        expireWaiters(now)
    }

    private func expireFlights(_ now: ContinuousClock.Instant) {
        guard isUp, let earliest = flights.min(of: { $0.deadline.instant }), earliest <= now else { return }
        let expired = flights.remove { $0.deadline.instant <= now }
        lose("torn down, because a call had no answer by its deadline")
        for flight in expired { flight.crash(flight.deadline.error) }
    }
}
