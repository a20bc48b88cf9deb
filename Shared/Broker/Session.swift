import Reactor

/// The life of one link's connection: attempts, back-off, heartbeats, loss.
///
/// Lives on the link's reactor only; the link asks it what to wait for and tells it when to go on.
final class Session {
    private enum Phase {
        case idle
        case connecting(ConnectAttempt)
        case waiting(until: ContinuousClock.Instant)
        case live(Wire, since: ContinuousClock.Instant)
        case ended
    }

    private let address: BrokerAddress
    private let settings: WireSettings
    private var phase = Phase.idle
    private var backoff = Backoff()
    private var hostIndex: Int
    private var nextTick = ContinuousClock.now
    /// Why the last connection ended or could not be made; nil while there is one.
    private(set) var lastFailure: BrokerError?

    /// A connection that lived shorter than this counts as a failed attempt.
    private static let stable = Duration.seconds(2)

    init(_ address: BrokerAddress, settings: WireSettings) {
        self.address = address
        self.settings = settings
        hostIndex = Int.random(in: 0..<max(1, address.hosts.count))
    }

    var wire: Wire? {
        guard case .live(let wire, _) = phase else { return nil }
        return wire
    }

    /// Whether the last attempt failed and the next one is not yet due.
    var isWaiting: Bool {
        guard case .waiting = phase else { return false }
        return true
    }

    /// Whether a third of the heartbeat has passed since the last time this was true.
    func tick() -> Bool {
        guard case .live(let wire, _) = phase, ContinuousClock.now >= nextTick else { return false }
        nextTick = .now + wire.heartbeat / 3
        return true
    }

    /// Begins to connect, unless it has begun already.
    func begin() {
        guard case .idle = phase else { return }
        attempt()
    }

    /// Goes on with what is due.
    ///
    /// Says whether a connection has just been made.
    func advance() -> Bool {
        switch phase {
        case .connecting(let attempt):
            guard let result = attempt.take() else { return false }
            return arrived(result)
        case .waiting(let until):
            if ContinuousClock.now >= until { attempt() }
            return false
        case .idle, .live, .ended:
            return false
        }
    }

    /// Drops the connection and plans the next attempt.
    func drop(_ failure: BrokerError) {
        lastFailure = failure
        if case .live(let wire, let since) = phase {
            wire.socketGuard.cut()
            if ContinuousClock.now - since >= Self.stable { backoff.succeeded() }
        }
        if case .ended = phase { return }
        phase = .waiting(until: .now + backoff.failed())
    }

    /// Drops the connection and goes back to the start, for links that connect on demand.
    func rest(_ failure: BrokerError?) {
        lastFailure = failure
        wire?.socketGuard.cut()
        if case .connecting(let attempt) = phase { attempt.abandon() }
        phase = .idle
    }

    /// Ends everything for good.
    func end() {
        rest(nil)
        phase = .ended
    }

    /// What to wait for.
    ///
    /// `reading` false leaves the socket alone, `writing` waits for room in it.
    func interest(reading: Bool, writing: Bool) -> Interest {
        switch phase {
        case .idle, .ended: return .idle
        case .connecting(let attempt): return Interest(descriptor: attempt.descriptor, reading: true)
        case .waiting(let until): return Interest(deadline: until)
        case .live(let wire, _):
            // Polling for nothing would still report a hang-up, again and again.
            let descriptor = reading || writing ? wire.descriptor : nil
            return Interest(descriptor: descriptor, reading: reading, writing: writing, deadline: nextTick)
        }
    }

    private func attempt() {
        let host = address.hosts[hostIndex % address.hosts.count]
        hostIndex += 1
        phase = .connecting(ConnectAttempt(address, host: host, settings: settings))
    }

    private func arrived(_ result: Result<Wire, BrokerError>) -> Bool {
        switch result {
        case .success(let wire):
            lastFailure = nil
            phase = .live(wire, since: .now)
            nextTick = .now
            return true
        case .failure(let failure):
            phase = .idle
            drop(failure)
            return false
        }
    }
}
