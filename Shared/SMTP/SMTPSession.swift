import MailLink

/// One connection to the relay with the message it carries; lives on the engine's thread.
final class SMTPSession {
    enum Event {
        case connected
        case connectFailed(code: Int, reason: String)
        /// The message waits for its grant.
        case holding
        /// The message has its outcome.
        case finished(SMTPOutcome)
        /// The relay hung up before it looked at the message; another connection may carry it.
        case returned
        /// The connection is of no more use.
        case ended
    }

    /// Relays end idle connections after some minutes; ending first spares both sides a surprise.
    private static let idleLimit = Duration.seconds(10)

    let number: UInt32
    /// The message under way, with its dispatch.
    private(set) var job: SMTPJob?
    private(set) var isConnecting = true
    private let link: CurlLink
    private let timeout: Duration
    private var dialogue = Dialogue()
    private var reader = ReplyReader()
    private var output: [UInt8] = []
    private var sent = 0
    private var isWaitingToWrite = false
    private var hasCarried = false
    private var hasEnded = false
    private var stepDeadline: ContinuousClock.Instant?

    init?(_ relay: SMTPRelay, number: UInt32, poller: Poller) {
        guard let link = CurlLink(relay.target, session: number, poller: poller) else { return nil }
        self.link = link
        self.number = number
        timeout = relay.timeout
    }

    var isIdle: Bool { !isConnecting && job == nil && dialogue.stage == .idle }
    var isHolding: Bool { dialogue.stage == .holding }
    /// When `expire` is due; `nil` while the message waits for its grant.
    var deadline: ContinuousClock.Instant? { isConnecting ? link.due : stepDeadline }

    func begin(_ job: SMTPJob) -> [Event] {
        self.job = job
        perform(dialogue.begin(sender: job.mail.sender, recipient: job.mail.recipient))
        return service()
    }

    /// Reads and writes what can be without waiting.
    func service(socket: Int32 = -1, flags: Int32 = 0) -> [Event] {
        guard !hasEnded else { return [] }
        guard !isConnecting else { return connect(socket: socket, flags: flags) }
        return read() + flush()
    }

    func expire() -> [Event] {
        guard !isConnecting else { return connect(socket: -1, flags: 0) }
        return lose("no answer within \(timeout)")
    }

    /// Sends the end-of-data mark, unless the relay has hung up or refused in the meantime.
    func release() -> [Event] {
        let events = service()
        guard !hasEnded, isHolding else { return events }
        // Half a reply that began before the mark must not be taken for the answer to it.
        guard !reader.hasPart else { return events + lose("the relay spoke out of turn") }
        dialogue.release()
        output = DataBlock.end
        sent = 0
        touch()
        return events + flush()
    }

    /// Cuts the connection, so that the relay never sees the end of data.
    func abort() {
        end()
    }

    /// Takes leave politely; for idle connections.
    func quit() {
        _ = link.send(Array("QUIT\r\n".utf8), from: 0)
        end()
    }

    private func connect(socket: Int32, flags: Int32) -> [Event] {
        switch link.connect(socket: socket, flags: flags) {
        case .underway: return []
        case .open:
            isConnecting = false
            rest()
            return [.connected]
        case .failed(let code, let reason):
            end()
            return [.connectFailed(code: code, reason: reason)]
        }
    }

    private func read() -> [Event] {
        var events: [Event] = []
        while !hasEnded {
            switch link.receive() {
            case .nothing: return events
            case .closed: return events + lose("the link was lost")
            case .bytes(let bytes):
                reader.append(bytes)
                events += hear()
            }
        }
        return events
    }

    private func hear() -> [Event] {
        var events: [Event] = []
        while !hasEnded {
            switch reader.next() {
            case .incomplete: return events
            case .garbage: return events + lose("the relay answered in no form of SMTP")
            case .reply(let reply):
                touch()
                events += react(to: reply)
            }
        }
        return events
    }

    private func react(to reply: SMTPReply) -> [Event] {
        let mayReturn = hasCarried && dialogue.stage == .sender && reply.code == 421
        switch dialogue.heard(reply) {
        case .finished(let outcome, let afterwards):
            job = nil
            hasCarried = true
            settle(afterwards)
            return (mayReturn ? [.returned] : [.finished(outcome)]) + (hasEnded ? [.ended] : [])
        case .reusable:
            rest()
            return []
        case .broken: return lose("the relay spoke out of turn")
        case let step:
            perform(step)
            return []
        }
    }

    private func settle(_ afterwards: Dialogue.Afterwards) {
        switch afterwards {
        case .reuse: rest()
        case .reset: perform(.command("RSET"))
        case .close: end()
        }
    }

    private func perform(_ step: Dialogue.Step) {
        switch step {
        case .command(let line): output = Array((line + "\r\n").utf8)
        case .body: output = DataBlock.lines(of: job?.mail.message ?? [])
        default: return
        }
        sent = 0
        touch()
    }

    private func flush() -> [Event] {
        guard !hasEnded else { return [] }
        while sent < output.count {
            switch link.send(output, from: sent) {
            case .failed: return lose("the link was lost")
            case .nothing:
                waitToWrite(true)
                return []
            case .bytes(let count):
                sent += count
                touch()
            }
        }
        waitToWrite(false)
        guard dialogue.stage == .body else { return [] }
        dialogue.bodySent()
        stepDeadline = nil
        return [.holding]
    }

    private func lose(_ reason: String) -> [Event] {
        guard !hasEnded else { return [] }
        let wasReused = hasCarried && dialogue.stage == .sender
        let outcome = dialogue.lost(reason)
        end()
        guard let outcome else { return [.ended] }
        return [wasReused ? .returned : .finished(outcome), .ended]
    }

    private func waitToWrite(_ waits: Bool) {
        guard waits != isWaitingToWrite else { return }
        isWaitingToWrite = waits
        link.wait(writing: waits)
    }

    private func touch() {
        if !isHolding { stepDeadline = ContinuousClock.now + timeout }
    }

    private func rest() {
        stepDeadline = ContinuousClock.now + Self.idleLimit
    }

    private func end() {
        hasEnded = true
        stepDeadline = nil
        link.close()
    }
}
