import FoundationEssentials
import Glibc
import Synchronization

/// A Dovecot of a test alone, on free loopback ports, in a temporary folder, with one user.
///
/// Ends with this object, and with our process however that ends. Needs the Debian package dovecot-imapd.
public final class PrivateDovecot: Sendable {
    /// Which way in is encrypted.
    public enum Encryption: Sendable {
        /// The port is plain.
        case none
        /// The port demands STARTTLS; `tlsPort` is encrypted from the start.
        case tls
    }

    /// The user's name.
    public static let user = "clerk@maker.example"
    /// The user's password, and token.
    public static let password = "s3cr\"et\\ of {9}"

    /// Port on 127.0.0.1 that begins plain.
    public let port: Int
    /// Port that is encrypted from the start, if there is one.
    public let tlsPort: Int
    /// Holds everything.
    public let folder: String
    private let process = Mutex<ChildProcess?>(nil)
    private let delivered = Mutex(0)

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - encryption: which ports there are.
    ///   - settings: more lines of its configuration.
    /// - Returns: a server that accepts connections.
    /// - Throws: `PrivateDovecotError` when Dovecot is missing or does not start.
    public static func start(_ encryption: Encryption = .none, settings: String = "") async throws -> PrivateDovecot {
        let server = try PrivateDovecot(encryption, settings)
        try await server.restart()
        return server
    }

    private init(_ encryption: Encryption, _ settings: String) throws {
        folder = try PrivateRabbitMQProcess.temporaryFolder()
        let ports = try PrivateRabbitMQProcess.freePorts(2)
        (port, tlsPort) = (ports[0], ports[1])
        unsafe chmod(folder, 0o755)
        try FileManager.default.createDirectory(atPath: "\(folder)/mail", withIntermediateDirectories: true)
        if encryption == .tls { try PrivateRabbitMQTLS.makeCertificates(in: folder) }
        try write("\(Self.user):{PLAIN}\(Self.password)\n", to: "users")
        try write(Self.password + "\n", to: "secret")
        try write(configuration(encryption, settings), to: "dovecot.conf")
        try own("\(folder)/mail")
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// File that holds the user's password.
    public var secretFile: String { "\(folder)/secret" }
    /// The authority to trust; the certificate is `localhost`'s.
    public var caFile: String { "\(folder)/ca.pem" }
    /// An authority that signed nothing.
    public var strangerFile: String { "\(folder)/stranger.pem" }
    /// What the server said to its log.
    public var log: String { (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "" }

    /// Ends the server and its connections at once, as a power cut would.
    ///
    /// Asked politely, it takes seconds to part with those who are connected.
    public func stop() {
        process.withLock { process in
            process?.kill()
            process = nil
        }
    }

    /// Stops the server if it runs, starts it and waits until it listens.
    public func restart() async throws {
        stop()
        guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/dovecot") else {
            throw PrivateDovecotError(description: "Dovecot is missing: apt-get install dovecot-imapd")
        }
        let started = try ChildProcess(
            ["/usr/sbin/dovecot", "-F", "-c", "\(folder)/dovecot.conf"],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"],
            log: "\(folder)/output",
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
        let output = (try? String(contentsOfFile: "\(folder)/output", encoding: .utf8)) ?? ""
        throw PrivateDovecotError(description: "Dovecot does not start: \(output) \(log)")
    }

    /// Puts a mail into the inbox, as a delivery does, received at a moment given in seconds since 1970.
    public func deliver(_ bytes: [UInt8], at seconds: Int = 1_700_000_000) throws {
        try prepare()
        let number = delivered.withLock { count in
            count += 1
            return count
        }
        let name = "\(seconds).M\(String(1_000_000 + number).dropFirst())P1.harness"
        let temporary = "\(inbox)/tmp/\(name)"
        try Data(bytes).write(to: URL(filePath: temporary))
        try own(temporary)
        var times = [timeval(tv_sec: seconds, tv_usec: 0), timeval(tv_sec: seconds, tv_usec: 0)]
        unsafe utimes(temporary, &times)
        guard unsafe rename(temporary, "\(inbox)/new/\(name)") == 0 else {
            throw PrivateDovecotError(description: "no delivery: errno \(errno)")
        }
    }

    /// Puts a mail into the inbox.
    public func deliver(_ text: String) throws {
        try deliver(Array(text.utf8))
    }

    /// The flags of every mail, as Dovecot keeps them in file names.
    public func flags() -> [String] {
        let names = ["cur", "new"].map { folder -> [String] in
            (try? FileManager.default.contentsOfDirectory(atPath: "\(inbox)/\(folder)")) ?? []
        }
        return names.joined().map { name in name.split(separator: ":").dropFirst().first.map(String.init) ?? "" }
    }

    /// Takes from the server the right to read the mail delivered so many-th, from 1.
    public func lock(_ number: Int) throws {
        let mark = ".M\(String(1_000_000 + number).dropFirst())P1."
        for folder in ["cur", "new"] {
            let path = "\(inbox)/\(folder)"
            for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.contains(mark) {
                unsafe chmod("\(path)/\(name)", 0)
            }
        }
    }

    /// Removes every mail behind the server's back.
    public func removeAll() throws {
        for folder in ["cur", "new"] {
            let path = "\(inbox)/\(folder)"
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
            }
        }
    }

    /// Has the server number its mails anew: stops it, throws away what it noted about them, starts it.
    public func renumber() async throws {
        stop()
        for name in try FileManager.default.contentsOfDirectory(atPath: inbox) where name.hasPrefix("dovecot") {
            try FileManager.default.removeItem(atPath: "\(inbox)/\(name)")
        }
        try await restart()
    }

    private var inbox: String { "\(folder)/mail/\(Self.user)" }

    private func prepare() throws {
        guard !FileManager.default.fileExists(atPath: "\(inbox)/new") else { return }
        for path in [inbox, "\(inbox)/tmp", "\(inbox)/new", "\(inbox)/cur"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try own(path)
        }
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    /// Dovecot reads no mail as root; as anybody else it runs wholly as that user.
    private func own(_ path: String) throws {
        guard geteuid() == 0, let mail = unsafe getpwnam("mail") else { return }
        unsafe chown(path, mail.pointee.pw_uid, mail.pointee.pw_gid)
    }

    private func configuration(_ encryption: Encryption, _ settings: String) -> String {
        """
        base_dir = \(folder)/run
        state_dir = \(folder)/state
        log_path = \(folder)/log
        protocols = imap
        listen = 127.0.0.1
        auth_mechanisms = plain login oauthbearer xoauth2
        mail_location = maildir:\(folder)/mail/%u
        first_valid_uid = 1
        login_trusted_networks =
        mail_max_userip_connections = 100
        auth_failure_delay = 0
        \(users)
        passdb {
          driver = passwd-file
          args = \(folder)/users
        }
        userdb {
          driver = static
          args = home=\(folder)/mail/%u
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = \(port)
          }
          inet_listener imaps {
            port = \(encryption == .tls ? tlsPort : 0)
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        \(encryption == .tls ? tls : "ssl = no\ndisable_plaintext_auth = no")
        \(settings)

        """
    }

    private var tls: String {
        """
        ssl = required
        ssl_cert = <\(folder)/server.pem
        ssl_key = <\(folder)/server.key
        """
    }

    private var users: String {
        guard geteuid() != 0, let own = unsafe getpwuid(geteuid()) else { return "mail_uid = mail\nmail_gid = mail" }
        let name = unsafe String(cString: own.pointee.pw_name)
        return "default_internal_user = \(name)\ndefault_login_user = \(name)\ndefault_internal_group ="
    }
}

/// Dovecot did not do what a test needs.
public struct PrivateDovecotError: Error, CustomStringConvertible {
    /// What was tried.
    public let description: String
}
