extension ConsumerLink {
    /// The connection is new: opens both channels.
    func open(_ wire: Wire) throws(BrokerError) {
        try wire.send(.openChannel, channel: ConsumerChannels.consuming)
        try wire.send(.openChannel, channel: ConsumerChannels.probing)
    }

    /// Begins what is idle and wanted.
    func subscribe(_ wire: Wire) throws(BrokerError) {
        guard mode == .running, channels.isOpen else { return }
        for lane in lanes.indices where lanes[lane].stage == .idle && subscriptions[lane].isReplies {
            lanes[lane].stage = .declaring
            try wire.send(.declareQueue(.replies), channel: ConsumerChannels.consuming)
        }
        try probe(wire)
    }

    /// Tries again what waits for its time.
    func retry(_ wire: Wire) throws(BrokerError) {
        let now = ContinuousClock.now
        if let due = channels.reopenAt, now >= due {
            channels.reopenAt = nil
            try wire.send(.openChannel, channel: ConsumerChannels.consuming)
        }
        for lane in lanes.indices {
            if case .missing(let until) = lanes[lane].stage, now >= until { lanes[lane].stage = .idle }
        }
        try subscribe(wire)
    }

    func cancelLanes(_ wire: Wire) throws(BrokerError) {
        for lane in lanes.indices {
            switch lanes[lane].stage {
            case .active where mode == .draining(handingOut: true) && isBusy(lane): try relieve(lane, wire)
            case .active, .subscribing:
                lanes[lane].stage = .cancelling
                try cancel(lane, wire)
            case .idle, .probing, .missing: lanes[lane].stage = .idle
            // Its answer is on the way; it is cancelled when that arrives.
            case .declaring, .relieving, .yielding, .filling, .cancelling: break
            }
        }
    }

    /// Looks for the next queue that is not yet consumed.
    private func probe(_ wire: Wire) throws(BrokerError) {
        guard channels.isProbeOpen, channels.probed == nil else { return }
        guard let lane = lanes.indices.first(where: { lanes[$0].stage == .idle && !subscriptions[$0].isReplies })
        else { return }
        lanes[lane].stage = .probing
        channels.probed = lane
        try wire.send(.inspectQueue(subscriptions[lane].queue), channel: ConsumerChannels.probing)
    }

    func handleProbe(_ method: Method, _ wire: Wire) throws(BrokerError) {
        switch method {
        case .channelOpenOK:
            channels.isProbeOpen = true
        case .queueDeclareOK:
            let lane = channels.probed
            channels.probed = nil
            if let lane, lanes[lane].stage == .probing { try consume(lane, subscriptions[lane].queue, wire) }
        case .channelClose(let code, let reason):
            try wire.send(.closeChannelOK, channel: ConsumerChannels.probing)
            try wire.send(.openChannel, channel: ConsumerChannels.probing)
            status.trouble = .refused(code: code, reason: reason)
            channels.isProbeOpen = false
            if let lane = channels.probed, lanes[lane].stage == .probing { lanes[lane].missed() }
            channels.probed = nil
        default: return
        }
        try subscribe(wire)
    }

    private func consume(_ lane: Int, _ queue: String, _ wire: Wire) throws(BrokerError) {
        lanes[lane].stage = .subscribing
        try wire.send(.qos(prefetch: subscriptions[lane].prefetch), channel: ConsumerChannels.consuming)
        let consumer = ConsumerName.own(lane)
        try wire.send(.consume(queue: queue, consumer: consumer), channel: ConsumerChannels.consuming)
    }

    func handle(_ method: Method, _ wire: Wire) throws(BrokerError) {
        switch method {
        case .channelOpenOK:
            channels.isOpen = true
            try subscribe(wire)
        case .queueDeclareOK(let queue, _, _): try declared(queue, wire)
        case .consumeOK(let consumer): try subscribed(ConsumerName(consumer, lanes: lanes.count), wire)
        case .cancel(let consumer): cancelledByBroker(ConsumerName(consumer, lanes: lanes.count))
        case .cancelOK(let consumer): try cancelled(ConsumerName(consumer, lanes: lanes.count), wire)
        case .channelClose(let code, let reason): try channelClosed(code, reason, wire)
        case .channelFlow(let active): try wire.send(.flowOK(active: active), channel: ConsumerChannels.consuming)
        case .blocked(let reason): blockedReason = reason
        case .unblocked: blockedReason = nil
        case .connectionClose(let code, let reason):
            try wire.send(.closeConnectionOK, channel: 0)
            throw .connectionLost(reason: "the broker closed it with \(code): \(reason)")
        case .connectionCloseOK: endFarewell()
        default: break
        }
    }

    private func declared(_ queue: String, _ wire: Wire) throws(BrokerError) {
        guard let lane = lanes.indices.first(where: { lanes[$0].stage == .declaring }) else { return }
        guard mode == .running else {
            lanes[lane].stage = .idle
            return
        }
        replyQueue = queue
        try consume(lane, queue, wire)
    }

    private func subscribed(_ consumer: ConsumerName?, _ wire: Wire) throws(BrokerError) {
        guard let consumer else { return }
        let lane = consumer.lane
        if consumer.isRelief { return try yield(lane, wire) }
        guard lanes[lane].stage == .subscribing else { return }
        lanes[lane].consuming()
        channels.backoff.succeeded()
        guard subscriptions[lane].isReplies, let replyQueue else { return }
        for waiter in nameWaiters { waiter.continuation.resume(returning: .success(replyQueue)) }
        nameWaiters = []
    }

    private func cancelledByBroker(_ consumer: ConsumerName?) {
        guard let lane = consumer?.lane else { return }
        status.trouble = .refused(code: 404, reason: "the broker ended the consumer of \(subscriptions[lane].queue)")
        switch lanes[lane].stage {
        // A cancel of ours is still answered; until then the lane must not be subscribed again.
        case .cancelling: break
        case .relieving, .yielding, .filling: left(lane)
        case .idle, .probing, .declaring, .subscribing, .active, .missing: lanes[lane].missed()
        }
    }

    private func cancelled(_ consumer: ConsumerName?, _ wire: Wire) throws(BrokerError) {
        guard let consumer else { return }
        switch lanes[consumer.lane].stage {
        case .yielding where !consumer.isRelief:
            lanes[consumer.lane].stage = .filling
            try endReliefs(wire)
        case .cancelling: left(consumer.lane)
        default: break
        }
    }

    /// The broker ended the channel for something asked on it; the connection goes on.
    private func channelClosed(_ code: Int, _ reason: String, _ wire: Wire) throws(BrokerError) {
        try wire.send(.closeChannelOK, channel: ConsumerChannels.consuming)
        status.trouble = .refused(code: code, reason: reason)
        wire.assemblers[ConsumerChannels.consuming] = nil
        forgetChannel()
        channels.isOpen = false
        channels.reopenAt = .now + channels.backoff.failed()
    }
}
