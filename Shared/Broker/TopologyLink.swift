import Reactor

/// Declares, inspects and empties queues: connects on the first call, works, is closed.
///
/// Calls run one after another, each within 10 s. A refusal (404, 405, 406 …) does not harm the link. Nothing is
/// retried: a lost connection is reported, and the next call connects anew.
public actor TopologyLink {
    /// One call and who waits for its answer.
    struct Call {
        let request: Request
        let channel: UInt16
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Result<Incoming?, BrokerError>, Never>
    }

    /// Ordinary work; deliveries taken by `get` belong to it.
    static let working: UInt16 = 1
    /// Questions that may be refused, which closes the channel.
    static let asking: UInt16 = 2
    static let callLimit = Duration.seconds(10)

    private let reactor: Reactor
    /// The link's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    let hostCount: Int
    let session: Session
    private var pump: LinkPump?
    var calls: [Call] = []
    /// Whether the first call has been sent.
    var isSent = false
    var openChannels: Set<UInt16> = []
    var openingChannels: Set<UInt16> = []
    var failures = 0
    var epoch: UInt32 = 0
    var isClosed = false
    var closeBy: ContinuousClock.Instant?
    var closeWaiters: [CheckedContinuation<Void, Never>] = []

    /// A link that connects when it is first used.
    public init(_ address: BrokerAddress) {
        reactor = Reactor(name: "amqp-topology")
        hostCount = address.hosts.count
        session = Session(address, settings: WireSettings())
    }

    /// Says goodbye and ends the link, within 2 s; calls that wait fail with `closed`.
    public func close() async {
        guard !isClosed else { return }
        isClosed = true
        fail(.closed)
        perform { (_, wire) throws(BrokerError) in try wire.send(.closeConnection, channel: 0) }
        if session.wire != nil {
            closeBy = .now + .seconds(2)
            await withCheckedContinuation { closeWaiters.append($0) }
        }
        session.end()
        if let pump { reactor.detach(pump) }
        pump = nil
    }

    /// Sends a request and waits for its answer; nil for requests that have none.
    func call(_ request: Request, on channel: UInt16 = working) async throws(BrokerError) -> Incoming? {
        guard !isClosed else { throw .closed }
        attachPump()
        let deadline = ContinuousClock.now + Self.callLimit
        let result = await withCheckedContinuation { continuation in
            calls.append(Call(request: request, channel: channel, deadline: deadline, continuation: continuation))
            step()
        }
        return try result.get()
    }

    private func attachPump() {
        guard pump == nil else { return }
        let pump = LinkPump(
            interest: { [weak self] in self?.assumeIsolated { $0.interest() } ?? .idle },
            turn: { [weak self] in self?.assumeIsolated { $0.turn() } }
        )
        self.pump = pump
        reactor.attach(pump)
    }
}
