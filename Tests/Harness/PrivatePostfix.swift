import FoundationEssentials
import Glibc
import Synchronization

/// A Postfix of a test alone, on a free loopback port, with queue and configuration in a temporary folder.
///
/// As it stands it takes every mail and delivers it into one folder of its own; `settings` and `services` make it something
/// else. It ends with this object, and with our process however that ends. Needs root and the Debian package postfix.
public final class PrivatePostfix: Sendable {
    /// A mail as it was delivered.
    public struct Delivery: Sendable, Equatable {
        /// Envelope recipient.
        public let recipient: String
        /// All of it, as text, line ends LF.
        public let text: String

        /// The first header of that name, unfolded.
        public func header(_ name: String) -> String? {
            let head = text.firstRange(of: "\n\n").map { text[..<$0.lowerBound] } ?? text[...]
            var value: String?
            for line in head.split(separator: "\n") {
                if let found = value {
                    guard line.first == " " || line.first == "\t" else { return found }
                    value = found + line
                } else if line.lowercased().hasPrefix(name.lowercased() + ":") {
                    value = String(line.dropFirst(name.count + 1).drop { $0 == " " })
                }
            }
            return value
        }
    }

    /// Why it cannot run here; `nil` when it can.
    public static var obstacle: String? {
        if geteuid() != 0 { return "postfix runs as root alone" }
        return FileManager.default.isExecutableFile(atPath: "/usr/sbin/postfix")
            ? nil : "postfix is missing: ops/scripts/setup --relay"
    }

    /// Port on 127.0.0.1.
    public let port: Int
    /// Holds everything.
    public let folder: String
    private let process = Mutex<ChildProcess?>(nil)

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - settings: more lines of `main.cf`; a later line overrules an earlier one.
    ///   - services: more lines of `master.cf`.
    /// - Returns: a server that accepts connections.
    /// - Throws: `PrivatePostfixError` when it cannot run here or does not start.
    public static func start(settings: String = "", services: String = "") async throws -> PrivatePostfix {
        let server = try PrivatePostfix(settings, services)
        try await server.restart()
        return server
    }

    private init(_ settings: String, _ services: String) throws {
        if let obstacle = Self.obstacle { throw PrivatePostfixError(description: obstacle) }
        folder = try PrivateRabbitMQProcess.temporaryFolder()
        port = try PrivateRabbitMQProcess.freePorts(1)[0]
        unsafe chmod(folder, 0o755)
        for name in ["conf", "queue", "data", "mail"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        if let user = unsafe getpwnam("postfix") { unsafe chown("\(folder)/data", user.pointee.pw_uid, 0) }
        unsafe chown("\(folder)/mail", Self.owner, Self.owner)
        try write(main + settings + "\n", to: "conf/main.cf")
        try write(master + services + "\n", to: "conf/master.cf")
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// For `AFTERSAIL_SMTP_URL`.
    public var url: String { "smtp://127.0.0.1:\(port)" }
    /// What the server said to its log.
    public var log: String { (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "" }

    /// Ends the server at once, connections and all, as a power cut would; its queue stays.
    public func stop() {
        process.withLock { process in
            process?.kill()
            process = nil
        }
    }

    /// Stops the server if it runs, starts it and waits until it listens.
    public func restart() async throws {
        stop()
        let started = try ChildProcess(
            ["/usr/sbin/postfix", "-c", "\(folder)/conf", "start-fg"],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"],
            log: "\(folder)/log",
            withHelpers: true
        )
        process.withLock { $0 = started }
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline, started.isRunning {
            if let descriptor = LoopbackAddress.connect(port: port) {
                close(descriptor)
                return
            }
            try await Task.sleep(for: .milliseconds(10))  // lint:sleep poll of a condition with a deadline
        }
        throw PrivatePostfixError(description: "Postfix does not start: \(log.suffix(2_000))")
    }

    /// Mails that it took and has not handed on yet.
    public var queued: Int {
        ["maildrop", "incoming", "active", "deferred"].map { name in
            let folder = "\(folder)/queue/\(name)"
            let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
            return paths.count { path in
                var status = stat()
                guard unsafe stat("\(folder)/\(path)", &status) == 0 else { return false }
                // What it had not taken yet when it ended lies there for a day, and may not be run.
                return status.st_mode & S_IFMT == S_IFREG && status.st_mode & S_IXUSR != 0
            }
        }.reduce(0, +)
    }

    /// Mails that it delivered into its folder, in no order.
    public func deliveries() -> [Delivery] {
        let inbox = "\(folder)/mail/all/new"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: inbox)) ?? []
        return names.compactMap { name in
            guard let bytes = FileManager.default.contents(atPath: "\(inbox)/\(name)") else { return nil }
            let text = String(decoding: bytes, as: UTF8.self)
            let delivery = Delivery(recipient: "", text: text)
            return Delivery(recipient: delivery.header("Delivered-To") ?? "", text: text)
        }
    }

    /// Nobody, who owns the mails.
    private static let owner: UInt32 = 65_534

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    private var main: String {
        """
        compatibility_level = 3.6
        queue_directory = \(folder)/queue
        data_directory = \(folder)/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = /dev/stdout
        myhostname = relay.example
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mydestination =
        alias_maps =
        virtual_mailbox_domains = static:all
        virtual_mailbox_base = \(folder)/mail
        virtual_mailbox_maps = static:all/
        virtual_uid_maps = static:\(Self.owner)
        virtual_gid_maps = static:\(Self.owner)

        """
    }

    private var master: String {
        """
        127.0.0.1:\(port) inet n - n - - smtpd
        postlog unix-dgram n - n - 1 postlogd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        smtp unix - - n - - smtp
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil

        """
    }
}

/// Postfix did not do what a test needs.
public struct PrivatePostfixError: Error, CustomStringConvertible {
    /// What was tried.
    public let description: String
}
