public import FoundationEssentials
import Glibc
import Synchronization

/// An SMTP server on loopback that takes every mail and keeps who it was for and its Message-ID.
///
/// For runs that send more than the sink in Python takes: thousands of mails a second, on a thread of its own. A mail
/// stands in `file` before it is answered, so the file is right whatever is killed.
public final class RecordingMailServer: Sendable {
    /// One mail as it arrived.
    public struct Mail: Sendable, Hashable {
        /// Value of its Message-ID header; empty without one.
        public let id: String
        /// Address it was for.
        public let recipient: String
        /// When its last byte was there, by this machine's clock.
        public let arrived: Date
    }

    /// Port on 127.0.0.1.
    public let port: Int
    /// One line a mail: seconds since 1970, recipient, Message-ID, with a tab between.
    public let file: String
    private let loop: RecordingMailServerLoop

    /// Listens on a free port.
    ///
    /// - Parameter file: where mails are recorded, appended to.
    /// - Throws: `CommandFailed` when it cannot listen or write.
    public init(file: String) throws {
        self.file = file
        loop = try RecordingMailServerLoop(file: file)
        port = loop.port
        try loop.start()
    }

    deinit {
        loop.stop()
    }

    /// `smtp://127.0.0.1:port`.
    public var url: String { "smtp://127.0.0.1:\(port)" }

    /// Mails taken so far.
    public var count: Int { loop.count.load(ordering: .relaxed) }

    /// The mails taken so far, oldest first.
    public func mails() throws -> [Mail] {
        try Self.mails(in: file)
    }

    /// The mails that a server recorded, oldest first.
    public static func mails(in file: String) throws -> [Mail] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 3, let seconds = Double(fields[0]) else { return nil }
            return Mail(
                id: String(fields[2]),
                recipient: String(fields[1]),
                arrived: Date(timeIntervalSince1970: seconds)
            )
        }
    }
}
