import Reactor

/// Consumes queues over a connection of its own and reconnects by itself.
///
/// Lives on its own thread; every call crosses to it once, so take and settle whole batches.
public actor ConsumerLink {
    enum Mode: Equatable {
        case running
        case suspended
        case draining(handingOut: Bool)
        case closed
    }

    private let reactor: Reactor
    /// The link's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    nonisolated let status = LinkStatus()
    let subscriptions: [Subscription]
    let maxHeldBytes: Int
    let session: Session
    private var pump: LinkPump?

    var mode = Mode.running
    /// Grows with every channel, so that settlements of an older one are recognised.
    var epoch: UInt32 = 0
    var channels = ConsumerChannels()
    var lanes: [ConsumerLane]
    var ledger = AckLedger()
    var held: HeldDeliveries
    var blockedReason: String?
    var mustDrain = false
    var replyQueue: String?
    /// Settlements that wait until busy queues have been left.
    var withheld: [(DeliveryTag, Settlement)] = []

    var pace = ArrivalPace()
    var batchWaiters: [BatchWaiter] = []
    var nameWaiters: [NameWaiter] = []
    var nextWaiterID = 0
    var cancelWaiters: [CheckedContinuation<Void, Never>] = []
    var closeWaiters: [CheckedContinuation<Void, Never>] = []
    var closeBy: ContinuousClock.Instant?

    /// A link that has not begun to connect.
    ///
    /// The order of the subscriptions is their priority when a batch is taken. Above `maxHeldBytes` of messages that
    /// nobody has taken, the socket is left alone. Bodies above `maxBodyBytes` arrive empty, with `oversize` set.
    public init(
        _ address: BrokerAddress,
        subscriptions: [Subscription],
        maxHeldBytes: Int = 16 << 20,
        maxBodyBytes: Int = 4 << 20
    ) {
        reactor = Reactor(name: "amqp-consume")
        self.subscriptions = subscriptions
        self.maxHeldBytes = maxHeldBytes
        session = Session(address, settings: WireSettings(maxBodyBytes: maxBodyBytes))
        lanes = Array(repeating: ConsumerLane(), count: subscriptions.count)
        held = HeldDeliveries(lanes: subscriptions.count)
    }

    /// What the link is doing; readable without waiting.
    public nonisolated var state: LinkState { status.state }

    /// The last failure since the link was connected; readable without waiting.
    public nonisolated var trouble: BrokerError? { status.trouble }

    /// Begins to connect and consume; returns at once.
    public func start() async {
        guard pump == nil, mode != .closed else { return }
        let pump = LinkPump(
            interest: { [weak self] in self?.assumeIsolated { $0.interest() } ?? .idle },
            turn: { [weak self] in self?.assumeIsolated { $0.turn() } }
        )
        self.pump = pump
        reactor.attach(pump)
        session.begin()
    }

    /// Pauses consuming: cancels the consumers, waits for the broker's word, hands untaken messages back.
    ///
    /// The link stays connected, and what was handed out can still be settled.
    public func suspend() async {
        guard mode == .running else { return }
        mode = .suspended
        mustDrain = true
        await cancelConsumers()
        if mode == .suspended { returnHeld() }
        refreshState()
    }

    /// Consumes again after `suspend()`.
    public func resume() async {
        guard mode == .suspended else { return }
        mode = .running
        perform { (link, wire) throws(BrokerError) in try link.subscribe(wire) }
    }

    /// Ends consuming for good, before `close()`; what was handed out can still be settled.
    ///
    /// Untaken messages go back to their queues, where they count as redelivered. With `handingOut` they stay, and
    /// `nextBatch` gives them out until none is left and it throws `closed`: the way to stop without redelivery, which
    /// takes up to `Relief.patience` for a busy queue.
    public func drain(handingOut: Bool = false) async {
        guard mode == .running || mode == .suspended else { return }
        mode = .draining(handingOut: handingOut)
        mustDrain = true
        await cancelConsumers()
        if case .draining(handingOut: false) = mode { returnHeld() }
        fulfil()
        refreshState()
    }

    /// Says goodbye to the broker and ends the link, within 2 s.
    ///
    /// What is not settled goes back to its queue.
    public func close() async {
        guard mode != .closed else { return }
        mode = .closed
        failWaiters()
        await farewell()
        session.end()
        forgetChannel()
        if let pump { reactor.detach(pump) }
        pump = nil
        refreshState()
    }

    private func farewell() async {
        sendWithheld()
        perform { (_, wire) throws(BrokerError) in try wire.send(.closeConnection, channel: 0) }
        guard session.wire != nil, pump != nil else { return }
        closeBy = .now + .seconds(2)
        await withCheckedContinuation { closeWaiters.append($0) }
    }

    private func cancelConsumers() async {
        perform { (link, wire) throws(BrokerError) in try link.cancelLanes(wire) }
        guard session.wire != nil, lanes.contains(where: \.isLeaving) else { return }
        await withCheckedContinuation { cancelWaiters.append($0) }
    }
}
