import FoundationEssentials
import MailLink
import Reactor

/// The sessions, the messages and their calls, all on one thread that never blocks.
actor SMTPEngine: Pump {
    /// Longest wait of a finished body for others to be finalised with it.
    private static let linger = Duration.milliseconds(5)
    /// After a refused connection, while others work.
    private static let connectPause = Duration.seconds(1)

    private let reactor = Reactor(name: "smtp")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    private let relay: SMTPRelay
    private let poller = Poller()
    private var isAttached = false
    private var isClosing = false
    private var sessions: [UInt32: SMTPSession] = [:]
    private var waiting: ArraySlice<SMTPJob> = []
    private var dispatches: [Int: SMTPDispatch] = [:]
    private var lastSession: UInt32 = 0
    private var lastDispatch = 0
    private var mayConnect = ContinuousClock.now
    private var closers: [CheckedContinuation<Void, Never>] = []

    init(_ relay: SMTPRelay) {
        self.relay = relay
    }

    func send(_ mails: [OutgoingMail], finalise: @escaping SMTPDispatch.Finalise) async -> [UUID: SMTPOutcome] {
        guard !isClosing else { return mails.outcomes(.deferred(code: 0, reason: "the sender is closed")) }
        var outcomes: [UUID: SMTPOutcome] = [:]
        var sendable: [UUID: OutgoingMail] = [:]
        for mail in mails {
            if let fault = mail.fault { outcomes[mail.id] = fault } else { sendable[mail.id] = mail }
        }
        let good = mails.filter { outcomes[$0.id] == nil && sendable.removeValue(forKey: $0.id) != nil }
        guard !good.isEmpty else { return outcomes }
        let sent = await withCheckedContinuation { done in
            start(good, SMTPDispatch(count: good.count, finalise: finalise, done: done))
        }
        return outcomes.merging(sent) { refused, _ in refused }
    }

    func close() async {
        isClosing = true
        let unsent = waiting
        waiting = []
        for job in unsent { finish(job, .deferred(code: 0, reason: "the sender is closing; nothing was sent")) }
        if !dispatches.isEmpty { await withCheckedContinuation { closers.append($0) } }
        for session in sessions.values { session.isIdle ? session.quit() : session.abort() }
        sessions = [:]
    }

    nonisolated func interest() -> Interest {
        assumeIsolated { engine in
            Interest(descriptor: engine.poller.descriptor, reading: true, deadline: engine.nextDeadline)
        }
    }

    nonisolated func turn() {
        assumeIsolated { $0.work() }
    }

    private var nextDeadline: ContinuousClock.Instant? {
        let steps = sessions.values.compactMap(\.deadline).min()
        let linger = dispatches.values.compactMap(\.lingerUntil).min()
        return [steps, linger].compactMap { $0 }.min()
    }

    private func start(_ mails: [OutgoingMail], _ dispatch: SMTPDispatch) {
        if !isAttached { reactor.attach(self) }
        isAttached = true
        lastDispatch += 1
        dispatches[lastDispatch] = dispatch
        waiting += mails.map { SMTPJob(dispatch: lastDispatch, mail: $0) }
        advance()
    }

    private func work() {
        for event in poller.ready() {
            guard let session = sessions[event.session] else { continue }
            drive(session) { $0.service(socket: event.socket, flags: event.flags) }
        }
        let now = ContinuousClock.now
        for session in sessions.values where session.deadline.map({ $0 <= now }) ?? false {
            drive(session) { $0.expire() }
        }
        advance()
    }

    /// Gives idle connections work, opens more, and finalises what is due.
    private func advance() {
        var idle = sessions.values.filter(\.isIdle)
        while !waiting.isEmpty, let session = idle.popLast(), let job = waiting.popFirst() {
            drive(session, carrying: job) { $0.begin(job) }
        }
        openSessions()
        for (number, dispatch) in dispatches where isDue(dispatch, number) { finalise(dispatch, number) }
    }

    private func openSessions() {
        let connecting = sessions.values.count(where: \.isConnecting)
        let wanted = min(relay.connections - sessions.count, waiting.count - connecting)
        guard wanted > 0, sessions.isEmpty || ContinuousClock.now >= mayConnect else { return }
        for _ in 0..<wanted where !waiting.isEmpty {
            lastSession &+= 1
            guard let session = SMTPSession(relay, number: lastSession, poller: poller) else {
                return connectFailed(code: 0, reason: "libcurl has no memory")
            }
            sessions[session.number] = session
            drive(session) { $0.service() }
        }
    }

    private func drive(
        _ session: SMTPSession,
        carrying newJob: SMTPJob? = nil,
        _ action: (SMTPSession) -> [SMTPSession.Event]
    ) {
        // Asked first: a session lets go of its message with the outcome.
        let job = newJob ?? session.job
        for event in action(session) {
            switch event {
            case .connected: break
            case .connectFailed(let code, let reason):
                sessions[session.number] = nil
                connectFailed(code: code, reason: reason)
            case .holding:
                if let job { dispatches[job.dispatch]?.hold(job.mail.id, in: session.number, linger: Self.linger) }
            case .finished(let outcome):
                if let job { finish(job, outcome) }
            case .returned:
                if let job { retry(job) }
            case .ended: sessions[session.number] = nil
            }
        }
    }

    /// Nobody is left to carry what waits: a relay that is away answers for every message at once.
    private func connectFailed(code: Int, reason: String) {
        mayConnect = ContinuousClock.now + Self.connectPause
        guard sessions.isEmpty else { return }
        let unsent = waiting
        waiting = []
        let outcome = SMTPOutcome.unreachable(reason: "cannot connect to \(relay): \(reason)")
        for job in unsent { finish(job, outcome) }
    }

    private func retry(_ job: SMTPJob) {
        guard isClosing else { return waiting.append(job) }
        finish(job, .deferred(code: 0, reason: "the relay hung up and the sender is closing; nothing was sent"))
    }

    /// At once when no other message of the call is about to join, otherwise after the linger.
    private func isDue(_ dispatch: SMTPDispatch, _ number: Int) -> Bool {
        guard let lingerUntil = dispatch.lingerUntil else { return false }
        if lingerUntil <= ContinuousClock.now { return true }
        return !sessions.values.contains { session in
            guard let job = session.job else { return session.isConnecting && !waiting.isEmpty }
            return job.dispatch == number && !session.isHolding
        }
    }

    /// The grant is awaited off this thread.
    private func finalise(_ dispatch: SMTPDispatch, _ number: Int) {
        let ids = dispatch.takeReady()
        guard !ids.isEmpty else { return }
        let finalise = dispatch.finalise
        Task {
            let granted = await finalise(ids)
            release(ids, granted, number)
        }
    }

    private func release(_ ids: [UUID], _ granted: Set<UUID>, _ number: Int) {
        for id in ids {
            guard let holder = dispatches[number]?.holders[id], let session = sessions[holder] else { continue }
            if granted.contains(id) {
                drive(session) { $0.release() }
            } else {
                abort(session)
            }
        }
        advance()
    }

    private func abort(_ session: SMTPSession) {
        session.abort()
        sessions[session.number] = nil
        guard let job = session.job else { return }
        finish(job, .aborted(reason: "not granted; the connection was cut before the end of data"))
    }

    private func finish(_ job: SMTPJob, _ outcome: SMTPOutcome) {
        guard dispatches[job.dispatch]?.finish(job.mail.id, outcome) ?? false else { return }
        dispatches[job.dispatch] = nil
        guard dispatches.isEmpty else { return }
        closers.forEach { $0.resume() }
        closers = []
    }
}

extension [OutgoingMail] {
    fileprivate func outcomes(_ outcome: SMTPOutcome) -> [UUID: SMTPOutcome] {
        Dictionary(map { ($0.id, outcome) }) { first, _ in first }
    }
}
