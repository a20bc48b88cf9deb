/// One connection's side of RFC 3501; pure, no I/O.
///
/// Commands go one at a time. What the server says unasked is noted or passed over, in any order.
struct Dialogue {
    enum Step: Equatable {
        case send([UInt8])
        case finished(Answer)
        /// The connection is of no more use.
        case failed(IMAPError)
    }

    /// What came of a command that was carried out.
    struct Answer: Equatable {
        var exists = 0
        var uidValidity: UInt32?
        var uidNext: UInt32?
        var searched: [UInt32] = []
        var message: IMAPMessage?
    }

    private enum Stage {
        case greeting
        case resting
        /// So many parts have been sent.
        case asking(Command, parts: Int)
        /// The server tells us what changes until we say DONE.
        case idling(isEnding: Bool)
        case over
    }

    /// What the server says it can; `nil` until it has.
    private(set) var capabilities: Set<String>?
    /// Whether we are somebody already.
    private(set) var isLoggedIn = false
    /// Whether mails may have come since the last search.
    private(set) var hasNews = false

    private var stage: Stage
    private var reader = ResponseReader()
    private var lastTag = 0
    private var answer = Answer()
    private var collector = MailCollector(limit: 0)
    private var endsIdleEarly = false

    /// - Parameter isGreeted: whether the greeting has been read by somebody else.
    init(isGreeted: Bool) {
        stage = isGreeted ? .resting : .greeting
    }

    /// Whether the server may be silent as long as nothing changes.
    var isQuiet: Bool {
        guard case .idling(isEnding: false) = stage else { return false }
        return true
    }

    /// Begins a command; none may be under way.
    mutating func begin(_ command: Command) -> [Step] {
        guard case .resting = stage else { return [.failed(.lost(reason: "the connection is of no more use"))] }
        lastTag += 1
        answer = Answer()
        endsIdleEarly = false
        switch command.purpose {
        case .fetch(_, let limit): collector = MailCollector(limit: limit)
        case .search, .examine:
            hasNews = false
            collector = MailCollector(limit: 0)
        case .plain, .idle, .logout: collector = MailCollector(limit: 0)
        }
        stage = .asking(command, parts: 1)
        return [.send(Array("\(tag) ".utf8) + (command.parts.first ?? []) + Self.lineEnd)]
    }

    /// Ends idling; the command finishes when the server has heard it.
    mutating func endIdle() -> [Step] {
        switch stage {
        case .idling(isEnding: false):
            stage = .idling(isEnding: true)
            return [.send(Array("DONE".utf8) + Self.lineEnd)]
        case .asking(let command, _) where command.purpose == .idle:
            endsIdleEarly = true
            return []
        default: return []
        }
    }

    mutating func hear(_ bytes: [UInt8]) -> [Step] {
        reader.append(bytes)
        var steps: [Step] = []
        while true {
            if case .over = stage { return steps }
            switch reader.next() {
            case .incomplete: return steps
            case .garbage(let reason): steps += fail(.garbage(reason: Self.nonsense(reason)))
            case .bodyBegins(let size):
                if !collector.begin(size) {
                    steps += fail(.garbage(reason: Self.nonsense("two mails in one response")))
                }
            case .body(let part): collector.append(part)
            case .response(let pieces):
                guard let response = ResponseParser.parse(pieces) else {
                    steps += fail(.garbage(reason: Self.nonsense("a line has no form of IMAP")))
                    continue
                }
                steps += react(to: response)
            }
        }
    }

    /// Why the connection that was lost matters; a server that hangs up after LOGOUT has done what it should.
    mutating func lost(_ reason: String) -> [Step] {
        if case .asking(let command, _) = stage, command.purpose == .logout {
            stage = .over
            return [.finished(answer)]
        }
        if case .greeting = stage {
            return fail(.unreachable(reason: "\(reason) before the greeting; check that the port is the IMAP server's"))
        }
        return fail(.lost(reason: "\(reason) \(place)"))
    }

    private static let lineEnd = Array("\r\n".utf8)
    private var tag: String { "A\(lastTag)" }

    private mutating func react(to response: Response) -> [Step] {
        switch response {
        case .untagged(let text): return heard(text)
        case .tagged(let tag, let text): return heardEnd(tag, text)
        case .continuation: return proceed()
        case .capability(let names): capabilities = names
        case .search(let uids): if purpose == .search { answer.searched += uids }
        case .exists(let count):
            answer.exists = count
            if purpose != .examine { hasNews = true }
            return isQuiet ? endIdle() : []
        case .fetch(let items): return keep(items)
        case .other: break
        }
        return []
    }

    private mutating func heard(_ text: StatusText) -> [Step] {
        note(text)
        switch (stage, text.status) {
        case (.greeting, .ok), (.greeting, .preauth):
            isLoggedIn = text.status == .preauth
            stage = .resting
            return [.finished(answer)]
        case (.greeting, _):
            return fail(.unreachable(reason: "the mail server takes no connection now: \(text.shown)"))
        case (_, .bye) where purpose != .logout:
            return fail(.lost(reason: "the mail server said goodbye \(place): \(text.shown)"))
        default: return []
        }
    }

    private mutating func heardEnd(_ tag: String, _ text: StatusText) -> [Step] {
        guard tag == self.tag else { return fail(.garbage(reason: Self.nonsense("an answer to no command of ours"))) }
        note(text)
        switch stage {
        case .asking(let command, _): return end(command, text)
        case .idling: return end(Command("IDLE", nil, .idle), text)
        case .greeting, .resting, .over:
            return fail(.garbage(reason: Self.nonsense("an answer to no command of ours")))
        }
    }

    private mutating func end(_ command: Command, _ text: StatusText) -> [Step] {
        stage = command.purpose == .logout ? .over : .resting
        guard text.status == .ok else { return [.failed(.refused(command: command.name, reason: text.shown))] }
        return [.finished(answer)]
    }

    private mutating func proceed() -> [Step] {
        guard case .asking(let command, let parts) = stage else {
            return fail(.garbage(reason: Self.nonsense("it asks for more of no command")))
        }
        if command.purpose == .idle {
            stage = .idling(isEnding: false)
            return endsIdleEarly || hasNews ? endIdle() : []
        }
        stage = .asking(command, parts: parts + 1)
        if parts < command.parts.count { return [.send(command.parts[parts] + Self.lineEnd)] }
        guard let surplus = command.surplus, parts == command.parts.count else {
            return fail(.garbage(reason: Self.nonsense("it asks for more than \(command.name) has")))
        }
        return [.send(surplus + Self.lineEnd)]
    }

    private mutating func note(_ text: StatusText) {
        switch text.code {
        case "CAPABILITY": capabilities = Set(text.argument.uppercased().split(separator: " ").map(String.init))
        case "UIDVALIDITY": answer.uidValidity = UInt32(text.argument)
        case "UIDNEXT": answer.uidNext = UInt32(text.argument)
        default: break
        }
    }

    /// Servers tell of other mails' flags at any time; only the mail we asked for is kept.
    private mutating func keep(_ items: FetchedItems) -> [Step] {
        defer { collector.rest() }
        guard case .fetch(let uid, _) = purpose, let body = items.body else { return [] }
        guard let found = items.uid else { return fail(.garbage(reason: Self.nonsense("a mail without its UID"))) }
        guard found == uid else { return [] }
        switch body {
        case .missing: return []
        case .text(let bytes):
            _ = collector.begin(bytes.count)
            collector.append(bytes[...])
        case .streamed: break
        }
        answer.message = IMAPMessage(
            uid: uid,
            receivedAt: items.receivedAt,
            announcedSize: items.size,
            size: collector.size,
            bytes: collector.take()
        )
        return []
    }

    private var purpose: Command.Purpose? {
        switch stage {
        case .asking(let command, _): command.purpose
        case .idling: .idle
        case .greeting, .resting, .over: nil
        }
    }

    private mutating func fail(_ error: IMAPError) -> [Step] {
        stage = .over
        return [.failed(error)]
    }

    private var place: String {
        switch stage {
        case .greeting: "in the greeting"
        case .resting: "between commands"
        case .asking(let command, _): "during \(command.name)"
        case .idling: "during IDLE"
        case .over: "at the end"
        }
    }

    private static func nonsense(_ what: String) -> String {
        "the mail server speaks no IMAP (\(what)); check that host and port are the IMAP server's, then its log"
    }
}
