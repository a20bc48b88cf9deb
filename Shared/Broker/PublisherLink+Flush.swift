import Mutants

extension PublisherLink {
    /// Bytes sent between two looks at the room in the socket.
    private static let stride = 65_536

    /// Sends what the window, the socket and the broker's alarms allow.
    func flush() {
        unsent.removeAll { !$0.hasUnsent }
        wantsRoom = false
        guard isReady, blockedReason == nil, !unsent.isEmpty else { return }
        perform { (link, wire) throws(BrokerError) in
            wire.patience = link.patience(wire)
            try wire.corked { () throws(BrokerError) in try link.send(wire) }
        }
    }

    private func send(_ wire: Wire) throws(BrokerError) {
        var room = 0
        for batch in unsent {
            while batch.hasUnsent {
                guard ledger.outstanding < (caution > 0 ? 1 : window) else { return }
                if room <= 0 {
                    wantsRoom = !wire.isWritable
                    if wantsRoom { return }
                    room = Self.stride
                }
                room -= try sendNext(of: batch, wire)
            }
        }
    }

    /// Sends one message and gives its size.
    private func sendNext(of batch: PublishBatch, _ wire: Wire) throws(BrokerError) -> Int {
        let index = batch.takeNext()
        let message = batch.messages[index]
        if let problem = message.problem(frameMax: wire.payloadMax) {
            // 501 is AMQP's frame error; sent like this, it would cost the whole connection.
            batch.settle(index, .returned(code: 501, reason: problem))
            return 0
        }
        if ledger.outstanding == 0 { lastProgress = .now }
        ledger.sent(Pending(batch: batch, index: index))
        try wire.publish(message, channel: 1)
        if Mutant.noConfirmWait.isOn { batch.settle(index, .confirmed) }
        return message.body.count + 512
    }

    /// Answers the batches whose time is up.
    func expire() {
        guard let due = nextDeadline, ContinuousClock.now >= due else { return pruneIfLong() }
        let now = ContinuousClock.now
        for batch in batches where batch.deadline <= now { batch.finish() }
        prune()
    }

    private func pruneIfLong() {
        if batches.count > 64, batches[0].isFinished { prune() }
    }

    private func prune() {
        batches.removeAll(where: \.isFinished)
        nextDeadline = batches.map(\.deadline).min()
    }

    func continueClosing() {
        switch stage {
        case .settling(let until):
            let isSettled = batches.allSatisfy(\.isFinished) || session.wire == nil
            guard isSettled || ContinuousClock.now >= until else { return }
            stage = .farewell(until: .now + .seconds(2))
            guard session.wire != nil else { return end() }
            perform { (_, wire) throws(BrokerError) in try wire.send(.closeConnection, channel: 0) }
        case .farewell(let until):
            if ContinuousClock.now >= until { end() }
        case .open, .closed: return
        }
    }

    func refreshState() {
        let state = currentState
        if status.state != state { status.state = state }
    }

    private var currentState: LinkState {
        switch stage {
        case .closed: .closed
        case .settling, .farewell: .draining
        case .open:
            if let blockedReason { .blocked(reason: blockedReason) } else { isReady ? .connected : .connecting }
        }
    }
}
