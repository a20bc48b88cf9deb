import Reactor

extension TopologyLink {
    func interest() -> Interest {
        var interest = session.interest(reading: true, writing: false)
        interest.deadline = [interest.deadline, calls.first?.deadline, closeBy].compactMap(\.self).min()
        return interest
    }

    func turn() {
        if session.advance() { connected() }
        if session.isWaiting { connectFailed() }
        perform { (link, wire) throws(BrokerError) in
            try wire.socketGuard.within(wire.patience) { () throws(BrokerError) in try link.receive(wire) }
        }
        if let first = calls.first, ContinuousClock.now >= first.deadline { expire() }
        if let closeBy, ContinuousClock.now >= closeBy { endFarewell() }
        step()
    }

    /// Brings the first call one step further.
    func step() {
        while let call = calls.first, !isSent {
            guard session.wire != nil else { return session.begin() }
            perform { (link, wire) throws(BrokerError) in try link.send(call, wire) }
            guard isSent, call.request.hasNoAnswer else { return }
            answer(.success(nil))
        }
    }

    private func send(_ call: Call, _ wire: Wire) throws(BrokerError) {
        guard openChannels.contains(call.channel) else {
            guard openingChannels.insert(call.channel).inserted else { return }
            return try wire.send(.openChannel, channel: call.channel)
        }
        do throws(BrokerError) {
            try wire.send(call.request, channel: call.channel)
            isSent = true
        } catch .tooLarge(let size, let limit) {
            // Refused before the first byte: the connection is sound.
            answer(.failure(.tooLarge(size: size, limit: limit)))
        }
    }

    func perform(_ work: (isolated TopologyLink, Wire) throws(BrokerError) -> Void) {
        guard let wire = session.wire else { return }
        do throws(BrokerError) {
            try work(self, wire)
        } catch {
            lose(error)
        }
    }

    private func receive(_ wire: Wire) throws(BrokerError) {
        _ = session.tick()
        while let incoming = try wire.next() { try handle(incoming, wire) }
    }

    private func handle(_ incoming: Incoming, _ wire: Wire) throws(BrokerError) {
        guard case .method(let channel, let method) = incoming else { return answer(.success(incoming)) }
        switch method {
        case .channelOpenOK:
            openingChannels.remove(channel)
            openChannels.insert(channel)
        case .channelClose(let code, let reason):
            try wire.send(.closeChannelOK, channel: channel)
            openChannels.remove(channel)
            if channel == Self.working { epoch += 1 }
            answer(.failure(.refused(code: code, reason: reason)))
        case .connectionClose(let code, let reason):
            try wire.send(.closeConnectionOK, channel: 0)
            throw code == 320
                ? .connectionLost(reason: "the broker closed it with \(code): \(reason)")
                : .refused(code: code, reason: reason)
        case .connectionCloseOK: endFarewell()
        case .channelFlow(let active): try wire.send(.flowOK(active: active), channel: channel)
        case .blocked, .unblocked, .channelCloseOK: break
        default: answer(.success(incoming))
        }
    }

    private func answer(_ result: Result<Incoming?, BrokerError>) {
        guard !calls.isEmpty else { return }
        isSent = false
        calls.removeFirst().continuation.resume(returning: result)
    }

    private func connected() {
        failures = 0
        epoch += 1
        isSent = false
        openChannels = []
        openingChannels = []
    }

    /// Every host gets one chance before the calls fail.
    private func connectFailed() {
        guard let failure = session.lastFailure, !calls.isEmpty else { return session.rest(nil) }
        failures += 1
        guard failures >= hostCount else {
            session.rest(failure)
            return session.begin()
        }
        failures = 0
        session.rest(failure)
        fail(failure)
    }

    /// The answer may still come, and would be taken for the next one's: the connection goes.
    private func expire() {
        session.rest(.deadlineExceeded)
        answer(.failure(.deadlineExceeded))
    }

    private func lose(_ failure: BrokerError) {
        session.rest(failure)
        fail(failure)
        endFarewell()
    }

    func fail(_ failure: BrokerError) {
        isSent = false
        let waiting = calls
        calls = []
        for call in waiting { call.continuation.resume(returning: .failure(failure)) }
    }

    private func endFarewell() {
        closeBy = nil
        for waiter in closeWaiters { waiter.resume() }
        closeWaiters = []
    }
}

extension Request {
    /// Whether the broker says nothing when it has done it.
    var hasNoAnswer: Bool {
        switch self {
        case .ack, .nack: true
        default: false
        }
    }
}
