import MailLink
public import Reactor

/// A connection to a mail server that reads mailboxes and changes nothing there.
///
/// Mailboxes are opened by EXAMINE and mails fetched by `BODY.PEEK[]`, so no flag, Seen least of all, is set or relied
/// upon. Every wait ends by the server's time-out, or by the longest time of a command. One thread of its own, nothing
/// blocks. Call from one task at a time. After any error but `refused` the session is of no more use.
public actor IMAPSession: Pump {
    /// RFC 2177 lets a server end an idle session after 30 minutes.
    public static let longestIdle = Duration.seconds(28 * 60)
    /// Reads of one turn, so that a quick server keeps nobody from ending the session.
    private static let mostReads = 64

    private let reactor = Reactor(name: "imap")
    /// The session's own thread.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    private let server: IMAPServer
    private let poller = Poller()
    private var link: CurlLink?
    /// Why the link is gone.
    private var ending = IMAPError.lost(reason: "the session is closed")
    private var dialogue: Dialogue
    private var isConnecting = true
    private var waiter: CheckedContinuation<Result<Dialogue.Answer, IMAPError>, Never>?
    private var output: [UInt8] = []
    private var sent = 0
    private var isWaitingToWrite = false
    private var hasMoreToRead = false
    private var silence: ContinuousClock.Instant?
    private var limit: ContinuousClock.Instant?
    private var idleUntil: ContinuousClock.Instant?

    /// Connects and logs in.
    ///
    /// - Returns: a session that can open mailboxes.
    /// - Throws: `unreachable`, `loginRefused` with what to do, `lost` or `garbage`.
    public static func open(_ server: IMAPServer, _ login: IMAPLogin) async throws(IMAPError) -> IMAPSession {
        let session = IMAPSession(server)
        do {
            try await session.connect()
            try await session.logIn(login)
        } catch {
            await session.close()
            throw error
        }
        return session
    }

    private init(_ server: IMAPServer) {
        self.server = server
        dialogue = Dialogue(isGreeted: server.encryption == .startTLS)
    }

    /// Whether the server can tell of new mails by itself (RFC 2177).
    public var offersIdle: Bool { dialogue.capabilities?.contains("IDLE") ?? false }

    /// Opens a mailbox to read it, and shows how it is now; again to see it anew.
    ///
    /// - Parameter name: as people write it; `INBOX` in any case.
    /// - Returns: UIDVALIDITY, UIDNEXT and the number of mails.
    /// - Throws: `refused` when there is none of that name, or what the connection came to.
    public func examine(_ name: String) async throws(IMAPError) -> IMAPMailbox {
        guard !name.isEmpty, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw .invalidSetting(reason: "a mailbox's name must not be empty and must hold no control characters")
        }
        let answer = try await run(Command("EXAMINE", "EXAMINE \(Argument.mailbox(name))", .examine))
        guard let uidValidity = answer.uidValidity else {
            throw .refused(command: "EXAMINE", reason: "the mailbox has no UIDVALIDITY, so its mails cannot be told")
        }
        return IMAPMailbox(uidValidity: uidValidity, uidNext: answer.uidNext, exists: answer.exists)
    }

    /// The UIDs from a number on, ascending.
    public func uids(from first: UInt32) async throws(IMAPError) -> [UInt32] {
        let answer = try await run(Command("UID SEARCH", "UID SEARCH UID \(max(1, first)):*", .search))
        // `*` is the last mail, also when its UID is below the number (RFC 3501 section 6.4.8).
        return Set(answer.searched.filter { $0 >= first }).sorted()
    }

    /// A mail, without marking it as seen; `nil` when it is gone.
    ///
    /// - Parameters:
    ///   - uid: within the mailbox that was opened last.
    ///   - limit: most bytes to keep; the rest of a larger mail goes by and is dropped.
    /// - Returns: the mail, or its beginning.
    /// - Throws: `refused` when the server cannot read it, or what the connection came to.
    public func message(_ uid: UInt32, limit: Int) async throws(IMAPError) -> IMAPMessage? {
        let items = "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])"
        let command = Command("UID FETCH", "UID FETCH \(uid) \(items)", .fetch(uid: uid, limit: max(0, limit)))
        return try await run(command).message
    }

    /// Waits until mails may have come, the time is over, or the task is cancelled.
    ///
    /// Returns at once when mails may have come since the last search. A server that has gone without a word is noticed
    /// when the time is over: ask for less than `longestIdle`.
    ///
    /// - Returns: whether mails may have come.
    public func idle(atMost time: Duration) async throws(IMAPError) -> Bool {
        guard !dialogue.hasNews else { return true }
        idleUntil = .now + min(time, Self.longestIdle)
        let ended = await withTaskCancellationHandler {
            await result(of: Command("IDLE", nil, .idle))
        } onCancel: {
            Task { await self.endIdle() }
        }
        idleUntil = nil
        _ = try ended.get()
        return dialogue.hasNews
    }

    /// Whether mails may have come since the last search, asked by NOOP, which also shows that the server is there.
    public func hasNews() async throws(IMAPError) -> Bool {
        _ = try await run(Command("NOOP"))
        return dialogue.hasNews
    }

    /// Takes leave and ends the connection; never fails.
    public func logOut() async {
        if link != nil, waiter == nil { _ = await result(of: Command("LOGOUT", nil, .logout)) }
        close()
    }

    /// Cuts the connection; a command under way fails.
    public func close() {
        let error = IMAPError.lost(reason: "the session was closed by us")
        end(error)
        answer(.failure(error))
    }

    /// What the thread waits for.
    nonisolated public func interest() -> Interest {
        assumeIsolated { session in
            Interest(descriptor: session.poller.descriptor, reading: true, deadline: session.deadline)
        }
    }

    /// Does what is due.
    nonisolated public func turn() {
        assumeIsolated { $0.work() }
    }

    private func connect() async throws(IMAPError) {
        guard let link = CurlLink(server.target, session: 1, poller: poller) else {
            throw .unreachable(reason: "no memory for a connection")
        }
        self.link = link
        reactor.attach(self)
        let result: Result<Dialogue.Answer, IMAPError> = await withCheckedContinuation { done in
            waiter = done
            advance(link.connect(socket: -1, flags: 0))
        }
        _ = try result.get()
    }

    private func logIn(_ login: IMAPLogin) async throws(IMAPError) {
        guard !dialogue.isLoggedIn else { return }
        if dialogue.capabilities == nil { _ = try await run(Command("CAPABILITY")) }
        let secret = try login.secret()
        let chosen = try LoginCommand(login, secret: secret, capabilities: dialogue.capabilities ?? [])
        let offered = dialogue.capabilities
        do {
            _ = try await run(chosen.command)
        } catch {
            guard case .refused(let command, let reason) = error else { throw error }
            throw refusal(command, reason, login, chosen.secrets)
        }
        // Logged in, the server can more; not every one says so unasked.
        if dialogue.capabilities == offered { _ = try await run(Command("CAPABILITY")) }
    }

    private func refusal(_ command: String, _ reason: String, _ login: IMAPLogin, _ secrets: [String]) -> IMAPError {
        // A server may repeat what it was told.
        let shown = secrets.contains { reason.contains(StatusText.printable($0)) } ? "" : ": \(reason)"
        for code in ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"] where reason.hasPrefix(code) {
            return .unreachable(reason: "the mail server cannot check logins now\(shown)")
        }
        let remedy =
            switch login.kind {
            case .password:
                "check the user and the password in \(login.secretFile), and whether the provider asks for an app password"
            case .token: "check the user and that something renews the token in \(login.secretFile) before it ends"
            }
        return .loginRefused(reason: "the mail server refused the login (\(command))\(shown); \(remedy)")
    }

    private func run(_ command: Command) async throws(IMAPError) -> Dialogue.Answer {
        try await result(of: command).get()
    }

    private func result(of command: Command) async -> Result<Dialogue.Answer, IMAPError> {
        guard link != nil else { return .failure(ending) }
        guard waiter == nil else { return .failure(.lost(reason: "the session has a command under way")) }
        return await withCheckedContinuation { done in
            waiter = done
            perform(dialogue.begin(command))
            if Task.isCancelled, command.purpose == .idle { endIdle() }
        }
    }

    private func endIdle() {
        perform(dialogue.endIdle())
    }

    private var deadline: ContinuousClock.Instant? {
        if hasMoreToRead { return .now }
        guard waiter != nil else { return nil }
        if isConnecting { return link?.due }
        return dialogue.isQuiet ? idleUntil : [silence, limit].compactMap { $0 }.min()
    }

    private func work() {
        for event in poller.ready() where isConnecting {
            guard let link else { return }
            advance(link.connect(socket: event.socket, flags: event.flags))
        }
        if isConnecting, let link, let due = link.due, due <= .now { advance(link.connect(socket: -1, flags: 0)) }
        guard !isConnecting else { return }
        read()
        flush()
        expire()
    }

    private func advance(_ connecting: CurlLink.Connecting) {
        switch connecting {
        case .underway: break
        case .failed(_, let reason):
            let error = IMAPError.unreachable(reason: "cannot connect to \(server): \(reason)")
            end(error)
            answer(.failure(error))
        case .open:
            isConnecting = false
            limit = .now + server.longest
            touch()
            if server.encryption == .startTLS { answer(.success(Dialogue.Answer())) } else { read() }
        }
    }

    private func read() {
        hasMoreToRead = false
        for _ in 0..<Self.mostReads {
            guard let link else { return }
            switch link.receive() {
            case .nothing: return
            case .closed: return perform(dialogue.lost("the connection was lost"))
            case .bytes(let bytes):
                touch()
                perform(dialogue.hear(bytes))
            }
        }
        // What TLS has decrypted wakes nobody.
        hasMoreToRead = true
    }

    private func perform(_ steps: [Dialogue.Step]) {
        for step in steps {
            switch step {
            case .send(let bytes):
                // The same array and index go on where TLS was stopped.
                if sent == output.count { (output, sent) = ([], 0) }
                output += bytes
                limit = .now + server.longest
                touch()
                flush()
            case .finished(let answer): self.answer(.success(answer))
            case .failed(let error):
                if case .refused = error {} else { end(error) }
                answer(.failure(error))
            }
        }
    }

    private func flush() {
        while sent < output.count {
            guard let link else { return }
            switch link.send(output, from: sent) {
            case .failed: return perform(dialogue.lost("the connection was lost"))
            case .nothing: return waitToWrite(true)
            case .bytes(let count):
                sent += count
                touch()
            }
        }
        waitToWrite(false)
    }

    private func expire() {
        guard link != nil, let deadline, !hasMoreToRead, deadline <= .now else { return }
        if dialogue.isQuiet { return endIdle() }
        let time = silence.map { $0 <= .now } ?? false ? server.timeout : server.longest
        perform(dialogue.lost("the mail server did not answer within \(time)"))
    }

    /// The server has spoken or listened.
    private func touch() {
        silence = waiter == nil ? nil : .now + server.timeout
    }

    private func waitToWrite(_ waits: Bool) {
        guard waits != isWaitingToWrite else { return }
        isWaitingToWrite = waits
        link?.wait(writing: waits)
    }

    private func answer(_ result: Result<Dialogue.Answer, IMAPError>) {
        silence = nil
        limit = nil
        guard let done = waiter else { return }
        waiter = nil
        done.resume(returning: result)
    }

    private func end(_ error: IMAPError) {
        guard let link else { return }
        link.close()
        self.link = nil
        ending = error
        hasMoreToRead = false
        reactor.detach(self)
    }
}
