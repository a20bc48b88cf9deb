extension ConsumerLink {
    /// Messages come often enough for some to be on their way at any moment.
    func isBusy(_ lane: Int) -> Bool {
        guard !subscriptions[lane].isReplies, let last = lanes[lane].lastArrival else { return false }
        return last + Relief.idle > .now
    }

    /// Puts a relief in front of a lane's consumer.
    func relieve(_ lane: Int, _ wire: Wire) throws(BrokerError) {
        let relief = Relief(pace)
        lanes[lane].relief = relief
        lanes[lane].stage = .relieving
        try wire.send(.qos(prefetch: UInt16(relief.prefetch)), channel: ConsumerChannels.consuming)
        let consume = Request.consume(
            queue: subscriptions[lane].queue,
            consumer: ConsumerName.relief(lane, lanes: lanes.count),
            priority: Relief.priority
        )
        try wire.send(consume, channel: ConsumerChannels.consuming)
    }

    /// The relief is there: the lane's own consumer goes.
    func yield(_ lane: Int, _ wire: Wire) throws(BrokerError) {
        guard lanes[lane].stage == .relieving else { return }
        lanes[lane].stage = .yielding
        lanes[lane].relief?.endBy = .now + Relief.patience
        try cancel(lane, wire)
    }

    /// Cancels reliefs that are full, or have waited long enough.
    func endReliefs(_ wire: Wire) throws(BrokerError) {
        let now = ContinuousClock.now
        for lane in lanes.indices where lanes[lane].stage == .filling {
            guard let relief = lanes[lane].relief, relief.isOver(at: now) else { continue }
            lanes[lane].stage = .cancelling
            let consumer = ConsumerName.relief(lane, lanes: lanes.count)
            try wire.send(.cancel(consumer: consumer), channel: ConsumerChannels.consuming)
        }
    }

    func cancel(_ lane: Int, _ wire: Wire) throws(BrokerError) {
        try wire.send(.cancel(consumer: ConsumerName.own(lane)), channel: ConsumerChannels.consuming)
    }

    /// Nothing consumes a lane's queue any more.
    func left(_ lane: Int) {
        lanes[lane].stage = .idle
        lanes[lane].relief = nil
        if subscriptions[lane].isReplies { replyQueue = nil }
        guard !lanes.contains(where: \.isLeaving) else { return }
        sendWithheld()
        resumeCancelWaiters()
    }

    func sendWithheld() {
        guard !withheld.isEmpty else { return }
        let settlements = withheld
        withheld = []
        send(settlements)
    }
}
