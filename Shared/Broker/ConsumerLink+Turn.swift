import Reactor

extension ConsumerLink {
    /// Most messages read in one turn, so that jobs of the actor are not kept waiting.
    private static let mostPerTurn = 256

    /// More is held than allowed: the socket is left alone until somebody takes a batch.
    var isPaused: Bool { held.bytes > maxHeldBytes && !givesBack }

    /// Nobody will take what still arrives: it goes straight back, so that the broker's word behind it is heard.
    private var givesBack: Bool { mode == .suspended || mode == .draining(handingOut: false) }

    func interest() -> Interest {
        var interest = session.interest(reading: !isPaused, writing: false)
        let immediately: ContinuousClock.Instant? = mustDrain && !isPaused ? .now : nil
        let missing = lanes.map { lane -> ContinuousClock.Instant? in
            guard case .missing(let until) = lane.stage, mode == .running, session.wire != nil else { return nil }
            return until
        }
        let linger = held.isEmpty ? nil : batchWaiters.first?.lingerUntil
        let reliefs = lanes.map { $0.stage == .filling ? $0.relief?.endBy : nil }
        let others = [interest.deadline, immediately, linger, closeBy, channels.reopenAt] + missing + reliefs
        interest.deadline = others.compactMap(\.self).min()
        return interest
    }

    func turn() {
        if session.advance() { perform { (link, wire) throws(BrokerError) in try link.open(wire) } }
        perform { (link, wire) throws(BrokerError) in
            try wire.socketGuard.within(wire.patience) { () throws(BrokerError) in try link.receive(wire) }
        }
        perform { (link, wire) throws(BrokerError) in try link.retry(wire) }
        perform { (link, wire) throws(BrokerError) in try link.endReliefs(wire) }
        if session.wire == nil { status.trouble = session.lastFailure ?? status.trouble }
        if let closeBy, ContinuousClock.now >= closeBy { endFarewell() }
        fulfil()
        refreshState()
    }

    /// Runs work on the connection, if there is one; a failure costs the connection.
    func perform(_ work: (isolated ConsumerLink, Wire) throws(BrokerError) -> Void) {
        guard let wire = session.wire else { return }
        do throws(BrokerError) {
            try work(self, wire)
        } catch {
            lose(error)
        }
    }

    private func receive(_ wire: Wire) throws(BrokerError) {
        let isTick = session.tick()
        if isPaused {
            if isTick { try wire.sendHeartbeat() }
            return
        }
        for _ in 0..<Self.mostPerTurn {
            guard let incoming = try wire.next() else {
                mustDrain = false
                return
            }
            try handle(incoming, wire)
            if givesBack { returnHeld() }
            if isPaused { break }
        }
        mustDrain = true
    }

    private func handle(_ incoming: Incoming, _ wire: Wire) throws(BrokerError) {
        switch incoming {
        case .content(_, let content): accept(content)
        case .method(ConsumerChannels.probing, let method): try handleProbe(method, wire)
        case .method(_, let method): try handle(method, wire)
        }
    }

    private func accept(_ content: Content) {
        guard case .delivery(let consumer, let number, let redelivered) = content.announcement,
            let name = ConsumerName(consumer, lanes: lanes.count)
        else { return }
        let lane = name.lane
        ledger.delivered(number)
        let delivery = Delivery(
            queue: subscriptions[lane].isReplies ? replyQueue ?? "" : subscriptions[lane].queue,
            tag: DeliveryTag(epoch: epoch, number: number),
            redelivered: redelivered,
            exchange: content.exchange,
            routingKey: content.routingKey,
            properties: content.properties,
            body: content.body,
            oversize: content.oversize
        )
        held.add(delivery, lane: lane)
        lanes[lane].lastArrival = .now
        if name.isRelief { lanes[lane].relief?.arrived += 1 }
    }

    private func lose(_ failure: BrokerError) {
        status.trouble = failure
        forgetChannel()
        channels = ConsumerChannels()
        blockedReason = nil
        mode == .closed ? session.end() : session.drop(failure)
        endFarewell()
    }

    /// Everything that belongs to the channel is void; the broker gives its deliveries out again.
    func forgetChannel() {
        epoch += 1
        ledger = AckLedger()
        held = HeldDeliveries(lanes: subscriptions.count)
        replyQueue = nil
        withheld = []
        for lane in lanes.indices {
            lanes[lane].stage = .idle
            lanes[lane].relief = nil
        }
        resumeCancelWaiters()
    }

    func resumeCancelWaiters() {
        for waiter in cancelWaiters { waiter.resume() }
        cancelWaiters = []
    }

    func endFarewell() {
        closeBy = nil
        for waiter in closeWaiters { waiter.resume() }
        closeWaiters = []
    }

    func refreshState() {
        let state = currentState
        if status.state != state { status.state = state }
    }

    private var currentState: LinkState {
        switch mode {
        case .closed: .closed
        case .draining: .draining
        case .suspended: channels.isOpen ? .suspended : .connecting
        case .running:
            if !channels.isOpen || lanes.contains(where: { $0.stage != .active }) {
                .connecting
            } else if let blockedReason {
                .blocked(reason: blockedReason)
            } else {
                .connected
            }
        }
    }
}
