import Mutants

/// Somebody who waits for deliveries.
struct BatchWaiter {
    let id: Int
    let maxCount: Int
    let maxBytes: Int
    let linger: Duration
    /// Nobody waits for more than this: a quarter of a full batch has the price of a transaction spread already.
    var enough: Int { max(1, maxCount / 4) }
    var lingerUntil: ContinuousClock.Instant?
    let continuation: CheckedContinuation<Result<[Delivery], BrokerError>, Never>
}

/// Somebody who waits for the name of the reply queue.
struct NameWaiter {
    let id: Int
    let continuation: CheckedContinuation<Result<String, BrokerError>, Never>
}

extension ConsumerLink {
    /// The next batch: what has already arrived, at least one message, at most `maxCount` and `maxBytes`.
    ///
    /// Waits for the first message without limit. Waits for more, at most `linger` and for a quarter of `maxCount`, only
    /// while messages come so fast that more are to be expected: one alone never waits. Throws `closed` after `close()`
    /// or when drained, `cancelled` when the task is cancelled.
    public func nextBatch(maxCount: Int, maxBytes: Int, linger: Duration) async throws(BrokerError) -> [Delivery] {
        let id = newWaiterID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                batchWaiters.append(
                    BatchWaiter(
                        id: id,
                        maxCount: max(1, maxCount),
                        maxBytes: maxBytes,
                        linger: linger,
                        continuation: continuation
                    )
                )
                fulfil()
            }
        } onCancel: {
            Task { await self.cancelWaiter(id) }
        }
        return try result.get()
    }

    /// Name of the queue of the `.replies` subscription; waits until the broker has given one.
    ///
    /// It changes with every reconnect. Throws `refused` without such a subscription, `closed`, `cancelled`.
    public func replyQueueName() async throws(BrokerError) -> String {
        guard subscriptions.contains(where: \.isReplies) else {
            throw .refused(code: 404, reason: "this link has no reply subscription")
        }
        if let replyQueue { return replyQueue }
        guard mode != .closed else { throw .closed }
        let id = newWaiterID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { nameWaiters.append(NameWaiter(id: id, continuation: $0)) }
        } onCancel: {
            Task { await self.cancelWaiter(id) }
        }
        return try result.get()
    }

    /// Tells the broker what became of deliveries; sent before this returns, or before a `drain` that hands out returns.
    ///
    /// Deliveries of a connection that is gone are dropped silently: the broker gives them out again.
    public func settle(_ settlements: [(DeliveryTag, Settlement)]) async {
        // An acknowledgement would let the broker send more.
        if lanes.contains(where: { $0.relief != nil }) {
            withheld += settlements
        } else {
            send(settlements)
        }
    }

    func send(_ settlements: [(DeliveryTag, Settlement)]) {
        perform { (link, wire) throws(BrokerError) in
            try wire.corked { () throws(BrokerError) in try link.send(settlements, wire) }
        }
    }

    private func send(_ settlements: [(DeliveryTag, Settlement)], _ wire: Wire) throws(BrokerError) {
        var acknowledged: [UInt64] = []
        acknowledged.reserveCapacity(settlements.count)
        for (tag, settlement) in settlements where tag.epoch == epoch || Mutant.ackOnNewChannelAfterReconnect.isOn {
            switch settlement {
            case .ack: acknowledged.append(tag.number)
            case .requeue, .reject:
                guard ledger.close(tag.number) else { continue }
                let nack = Request.nack(number: tag.number, requeue: settlement == .requeue)
                try wire.send(nack, channel: ConsumerChannels.consuming)
            }
        }
        for ack in ledger.acknowledge(acknowledged) {
            try wire.send(.ack(number: ack.number, multiple: ack.multiple), channel: ConsumerChannels.consuming)
        }
    }

    private func newWaiterID() -> Int {
        nextWaiterID += 1
        return nextWaiterID
    }

    private func cancelWaiter(_ id: Int) {
        if let index = batchWaiters.firstIndex(where: { $0.id == id }) {
            batchWaiters.remove(at: index).continuation.resume(returning: .failure(.cancelled))
        }
        if let index = nameWaiters.firstIndex(where: { $0.id == id }) {
            nameWaiters.remove(at: index).continuation.resume(returning: .failure(.cancelled))
        }
    }

    private var mayHandOut: Bool { mode == .running || mode == .draining(handingOut: true) }

    /// Gives waiting callers what is there.
    func fulfil() {
        let wasPaused = isPaused
        while let waiter = batchWaiters.first {
            if mode == .closed || isDrained { return failWaiters() }
            guard mayHandOut, !held.isEmpty, !lingers(waiter) else { break }
            batchWaiters.removeFirst()
            let batch = held.take(maxCount: waiter.maxCount, maxBytes: waiter.maxBytes)
            pace.took(batch.count, at: .now)
            waiter.continuation.resume(returning: .success(batch))
        }
        if wasPaused && !isPaused { mustDrain = true }
    }

    /// Nothing is left, and nothing will come.
    private var isDrained: Bool {
        guard case .draining = mode else { return false }
        return held.isEmpty && !lanes.contains(where: \.isLeaving)
    }

    private func lingers(_ waiter: BatchWaiter) -> Bool {
        guard mode == .running, waiter.linger > .zero, pace.isWorth(waiter.linger) else { return false }
        guard held.count < waiter.enough, held.bytes < waiter.maxBytes else { return false }
        let until = waiter.lingerUntil ?? .now + waiter.linger
        batchWaiters[0].lingerUntil = until
        return ContinuousClock.now < until
    }

    func failWaiters() {
        for waiter in batchWaiters { waiter.continuation.resume(returning: .failure(.closed)) }
        batchWaiters = []
        guard mode == .closed else { return }
        for waiter in nameWaiters { waiter.continuation.resume(returning: .failure(.closed)) }
        nameWaiters = []
    }

    func returnHeld() {
        let untaken = held.takeAll()
        perform { (link, wire) throws(BrokerError) in
            for delivery in untaken where link.ledger.close(delivery.tag.number) {
                let nack = Request.nack(number: delivery.tag.number, requeue: true)
                try wire.send(nack, channel: ConsumerChannels.consuming)
            }
        }
    }
}
