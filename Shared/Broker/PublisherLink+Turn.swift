import Reactor

extension PublisherLink {
    func interest() -> Interest {
        var interest = session.interest(reading: true, writing: wantsRoom)
        let deadlines = [interest.deadline, nextDeadline, reopenAt, closeDeadline, overdueAt]
        interest.deadline = deadlines.compactMap(\.self).min()
        return interest
    }

    /// When the lack of confirms means that they will never come; an alarm explains it and does not count.
    private var overdueAt: ContinuousClock.Instant? {
        ledger.outstanding > 0 && blockedReason == nil ? lastProgress + patienceForConfirms : nil
    }

    private var patienceForConfirms: Duration {
        hasConfirmed ? confirmLimit : min(confirmLimit, .seconds(1 << min(silentConnections, 6)))
    }

    private var closeDeadline: ContinuousClock.Instant? {
        switch stage {
        case .settling(let until), .farewell(let until): until
        case .open, .closed: nil
        }
    }

    func turn() {
        if session.advance() {
            perform { (_, wire) throws(BrokerError) in try wire.send(.openChannel, channel: 1) }
        }
        perform { (link, wire) throws(BrokerError) in
            wire.patience = link.patience(wire)
            try wire.socketGuard.within(wire.patience) { () throws(BrokerError) in try link.receive(wire) }
        }
        if session.wire == nil { status.trouble = session.lastFailure ?? status.trouble }
        expire()
        flush()
        continueClosing()
        refreshState()
    }

    /// Runs work on the connection, if there is one; a failure costs the connection.
    func perform(_ work: (isolated PublisherLink, Wire) throws(BrokerError) -> Void) {
        guard let wire = session.wire else { return }
        do throws(BrokerError) {
            try work(self, wire)
        } catch {
            lose(error)
        }
    }

    /// A send may block until the first deadline of a batch: then its caller must be answered.
    func patience(_ wire: Wire) -> Duration {
        let longest = wire.heartbeat * 2
        guard let nextDeadline else { return longest }
        return max(.milliseconds(50), min(longest, ContinuousClock.now.duration(to: nextDeadline)))
    }

    private func receive(_ wire: Wire) throws(BrokerError) {
        _ = session.tick()
        while let incoming = try wire.next() {
            switch incoming {
            case .content(_, let content): returned(content)
            case .method(_, let method): try handle(method, wire)
            }
        }
        if let overdueAt, ContinuousClock.now >= overdueAt {
            silentConnections += 1
            throw .connectionLost(reason: "no confirm came for \(patienceForConfirms) although some were due")
        }
        if let due = reopenAt, ContinuousClock.now >= due {
            reopenAt = nil
            try wire.send(.openChannel, channel: 1)
        }
    }

    private func handle(_ method: Method, _ wire: Wire) throws(BrokerError) {
        switch method {
        case .ack(let number, let multiple): settle(number, multiple, .confirmed)
        case .nack(let number, let multiple): settle(number, multiple, .nacked)
        case .channelOpenOK: try wire.send(.selectConfirms, channel: 1)
        case .confirmSelectOK: isReady = true
        case .blocked(let reason): blockedReason = reason
        case .unblocked:
            blockedReason = nil
            lastProgress = .now
        case .channelFlow(let active): try wire.send(.flowOK(active: active), channel: 1)
        case .channelClose(let code, let reason): try channelClosed(code, reason, wire)
        case .connectionClose(let code, let reason):
            try wire.send(.closeConnectionOK, channel: 0)
            throw .connectionLost(reason: "the broker closed it with \(code): \(reason)")
        case .connectionCloseOK: end()
        default: break
        }
    }

    private func settle(_ number: UInt64, _ multiple: Bool, _ outcome: PublishOutcome) {
        let settled = ledger.settle(number, multiple: multiple)
        for pending in settled { pending.batch.settle(pending.index, outcome) }
        caution = max(0, caution - settled.count)
        guard !settled.isEmpty else { return }
        hasConfirmed = true
        silentConnections = 0
        backoff.succeeded()
        lastProgress = .now
    }

    /// The broker does not say which publish came back; the oldest equal one is it, since it answers in order.
    private func returned(_ content: Content) {
        guard case .returned(let code, let reason) = content.announcement else { return }
        let size = content.oversize ?? content.body.count
        let pending = ledger.first { pending in
            let message = pending.message
            return !pending.batch.isReturned(pending.index) && message.mandatory
                && message.properties.messageID == content.properties.messageID
                && message.body.count == size && message.routingKey == content.routingKey
                && message.exchange == content.exchange
        }
        pending?.batch.markReturned(pending?.index ?? 0, code: code, reason: reason)
    }

    /// One of the unconfirmed messages offended the broker: an absent exchange, a wrong user id.
    ///
    /// Alone under way it is the culprit. Among several nobody knows, so their resends go one at a time.
    private func channelClosed(_ code: Int, _ reason: String, _ wire: Wire) throws(BrokerError) {
        try wire.send(.closeChannelOK, channel: 1)
        status.trouble = .refused(code: code, reason: reason)
        isReady = false
        reopenAt = .now + backoff.failed()
        let suspects = ledger.reset()
        if suspects.count == 1 {
            suspects[0].batch.settle(suspects[0].index, .returned(code: code, reason: reason))
            caution = max(0, caution - 1)
        } else {
            caution = max(caution, suspects.count)
            for suspect in suspects { suspect.batch.finish() }
        }
    }

    private func lose(_ failure: BrokerError) {
        status.trouble = failure
        isReady = false
        hasConfirmed = false
        blockedReason = nil
        wantsRoom = false
        reopenAt = nil
        for pending in ledger.reset() { pending.batch.finish() }
        for batch in unsent where batch.hasBegun { batch.finish() }
        if case .farewell = stage { return end() }
        session.drop(failure)
    }
}
