import FoundationEssentials

/// A real SMTP server (aiosmtpd) that keeps what it gets and misbehaves by the recipient's local part.
///
/// `Support/smtp-sink.py` lists the local parts. Needs the Debian package python3-aiosmtpd.
public final class SMTPSink: Sendable {
    /// One mail as the server took it and as Python's own parser reads it.
    public struct Mail: Decodable, Sendable {
        /// Number of the connection that brought it, from 1.
        public let connection: Int
        /// Envelope sender; empty for the null sender.
        public let from: String
        /// Envelope recipient.
        public let to: String
        /// The bytes, one character each.
        public let data: String
        /// Decoded display name of the author.
        public let fromName: String
        /// Decoded display name of the recipient.
        public let toName: String
        /// Decoded subject.
        public let subject: String
        /// Decoded headers in order, name and value.
        public let headers: [[String]]
        /// Decoded plain text, line ends LF.
        public let text: String?
        /// Decoded HTML, line ends LF.
        public let html: String?
        /// What the parser found wrong.
        public let defects: [String]

        /// The first header of that name.
        public func header(_ name: String) -> String? {
            headers.first { $0[0].lowercased() == name.lowercased() }?[1]
        }
    }

    /// Port on 127.0.0.1.
    public let port: Int
    private let process: SMTPSinkProcess

    /// Starts a server on a free port and waits until it listens.
    ///
    /// - Parameters:
    ///   - slow: delay of the answer to `slow@`.
    ///   - tls: offers STARTTLS with a certificate of its own, see `caFile`.
    ///   - login: `user:password` to demand.
    ///   - raw: keeps envelope and bytes only, for measurements; `mails` cannot read those.
    /// - Returns: a server that accepts connections.
    /// - Throws: `SMTPSinkError` when Python or aiosmtpd is missing.
    public static func start(
        slow: Duration = .seconds(2),
        tls: Bool = false,
        login: String? = nil,
        raw: Bool = false
    ) async throws -> SMTPSink {
        var options = ["--slow", "\(slow / .seconds(1))"]
        if tls { options.append("--tls") }
        if raw { options.append("--raw") }
        if let login { options += ["--login", login] }
        let process = try SMTPSinkProcess(options)
        let port = try await Self.condition("the sink listens") {
            Int(SMTPSink.content(of: process.folder + "/port"))
        }
        return SMTPSink(process, port: port)
    }

    private init(_ process: SMTPSinkProcess, port: Int) {
        self.process = process
        self.port = port
    }

    /// `smtp://127.0.0.1:port`.
    public var url: String { "smtp://127.0.0.1:\(port)" }
    /// The certificate to trust when started with TLS.
    public var caFile: String { process.folder + "/cert.pem" }
    /// Connections accepted so far.
    public var connections: Int { Self.content(of: process.folder + "/connections").split(separator: "\n").count }

    /// The mails kept so far, oldest first.
    public func mails() throws -> [Mail] { try mails(after: 0) }

    /// The mails kept behind the first `count`, oldest first.
    public func mails(after count: Int) throws -> [Mail] {
        try records().dropFirst(count).map { line in
            try JSONDecoder().decode(Mail.self, from: Data(line.utf8))
        }
    }

    /// The bytes of every mail kept so far, one character each, also of a raw sink's.
    public func rawMails() throws -> [String] {
        try records().map { try JSONDecoder().decode(RawMail.self, from: Data($0.utf8)).data }
    }

    /// The Message-ID of every mail kept so far, also of a raw sink's.
    public func messageIDs() throws -> [String] {
        try rawMails().compactMap { mail in
            let header = mail.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("message-id:") }
            return header.map { $0.dropFirst("message-id:".count).trimmingPrefix { $0 == " " } }.map(String.init)
        }
    }

    /// Lines that are complete; the server may be writing the last one.
    private func records() -> [Substring] {
        let text = Self.content(of: process.folder + "/mails")
        guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        return text[..<end].split(separator: "\n")
    }

    private struct RawMail: Decodable {
        let data: String
    }

    /// The mails, once there are that many; waits up to 60 s.
    public func mails(atLeast count: Int) async throws -> [Mail] {
        try await Self.condition("\(count) mails are kept") {
            let mails = try mails()
            return mails.count >= count ? mails : nil
        }
    }

    /// Ends the server as a power cut would.
    public func kill() {
        process.kill()
    }

    private static func content(of path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private static func condition<Value>(_ name: String, _ check: () throws -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let value = try check() { return value }
            try await Task.sleep(for: .milliseconds(5))  // lint:sleep poll of a condition with a deadline
        }
        throw SMTPSinkError.timedOut(name)
    }
}

/// Why a sink did not do what a test waited for.
public enum SMTPSinkError: Error, Sendable, Equatable {
    /// The process could not be started.
    case notStarted(String)
    /// The named condition did not come true in 60 s.
    case timedOut(String)
}
