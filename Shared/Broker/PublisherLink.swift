import Reactor

/// Publishes with confirms over a connection of its own and reconnects by itself.
///
/// Apart from consuming, because an alarm makes the broker stop reading connections that publish.
public actor PublisherLink {
    /// One message on its way.
    struct Pending {
        let batch: PublishBatch
        let index: Int
        var message: OutgoingMessage { batch.messages[index] }
    }

    enum Stage: Equatable {
        case open
        /// Waits for confirms, then says goodbye.
        case settling(until: ContinuousClock.Instant)
        case farewell(until: ContinuousClock.Instant)
        case closed
    }

    private let reactor: Reactor
    /// The link's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    nonisolated let status = LinkStatus()
    let window: Int
    let confirmLimit: Duration
    let session: Session
    private var pump: LinkPump?

    var stage = Stage.open
    var isReady = false
    var blockedReason: String?
    var wantsRoom = false
    var reopenAt: ContinuousClock.Instant?
    var backoff = Backoff()
    var ledger = ConfirmLedger<Pending>()
    /// When the oldest unconfirmed message may have begun to wait: the last confirm, or the first message after it.
    var lastProgress = ContinuousClock.now
    /// Whether this connection has brought a confirm, and how many in a row before it brought none.
    var hasConfirmed = false
    var silentConnections = 0
    /// Batches with messages that have not been sent, oldest first.
    var unsent: [PublishBatch] = []
    /// All batches that somebody may still wait for, finished ones included until pruned.
    var batches: [PublishBatch] = []
    var nextDeadline: ContinuousClock.Instant?
    /// Messages still to be sent one at a time, to find the one that makes the broker close the channel.
    var caution = 0
    var closeWaiters: [CheckedContinuation<Void, Never>] = []

    /// A link that has not begun to connect.
    ///
    /// `window` is the most messages without confirm, 1…100,000.
    ///
    /// When no confirm at all comes for `confirmLimit` although some are due, the connection is made anew: RabbitMQ
    /// 3.10 can lose track of messages that arrive while a quorum queue has no leader yet, and never answers them. That
    /// happens right after a start, so a new connection has 1 s for its first confirm, each further one twice as long.
    public init(_ address: BrokerAddress, window: Int = 1_000, confirmLimit: Duration = .seconds(10)) {
        reactor = Reactor(name: "amqp-publish")
        self.window = min(max(1, window), 100_000)
        self.confirmLimit = confirmLimit
        session = Session(address, settings: WireSettings())
    }

    /// What the link is doing; readable without waiting.
    public nonisolated var state: LinkState { status.state }

    /// The last failure since the link was connected; readable without waiting.
    public nonisolated var trouble: BrokerError? { status.trouble }

    /// Begins to connect; returns at once.
    public func start() async {
        guard pump == nil, stage == .open else { return }
        let pump = LinkPump(
            interest: { [weak self] in self?.assumeIsolated { $0.interest() } ?? .idle },
            turn: { [weak self] in self?.assumeIsolated { $0.turn() } }
        )
        self.pump = pump
        reactor.attach(pump)
        session.begin()
    }

    /// Sends messages in order and waits for the broker's word on each; the outcomes are in the same order.
    ///
    /// Waits for a connection and for the end of an alarm. What is not settled at the deadline, or was under way when
    /// the connection broke, is `unknown`. Of a batch that had begun, the rest is `unknown`, too, so that a resend
    /// keeps the order.
    public func publish(_ messages: [OutgoingMessage], deadline: Duration = .seconds(30)) async -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        guard stage == .open else { return Array(repeating: .unknown, count: messages.count) }
        return await withCheckedContinuation { continuation in
            let batch = PublishBatch(messages, deadline: .now + deadline, waiter: continuation)
            batches.append(batch)
            unsent.append(batch)
            nextDeadline = min(nextDeadline ?? batch.deadline, batch.deadline)
            flush()
        }
    }

    /// Waits at most 5 s for pending confirms, says goodbye and ends the link; what is left is `unknown`.
    public func close() async {
        guard stage != .closed else { return }
        if pump != nil {
            if stage == .open { stage = .settling(until: .now + .seconds(5)) }
            continueClosing()
            if stage != .closed { await withCheckedContinuation { closeWaiters.append($0) } }
        }
        end()
    }

    /// Leaves the connection and answers everybody.
    func end() {
        stage = .closed
        session.end()
        _ = ledger.reset()
        for batch in batches { batch.finish() }
        batches = []
        unsent = []
        isReady = false
        for waiter in closeWaiters { waiter.resume() }
        closeWaiters = []
        if let pump { reactor.detach(pump) }
        pump = nil
        refreshState()
    }
}
