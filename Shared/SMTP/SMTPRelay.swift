import FoundationEssentials
import MailLink

/// Where mail is handed over, and how.
public struct SMTPRelay: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whether a plain connection is turned into an encrypted one (RFC 3207).
    ///
    /// `smtps://` encrypts in any case.
    public enum StartTLS: Sendable, Equatable {
        /// Stays plain, also when the relay offers encryption.
        case never
        /// Encrypts when the relay offers it. Somebody in the middle can remove the offer.
        case ifOffered
        /// Sends nothing, not even the login, unless encrypted.
        case required
    }

    let location: RelayLocation
    let startTLS: StartTLS
    let caFile: String?
    let connections: Int
    let timeout: Duration
    let heloName: String

    /// Checks the settings; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - url: `smtp://user:password@host:port` or `smtps://…`, user and password percent-encoded, both or neither.
    ///   - startTLS: what to do on a plain connection.
    ///   - caFile: PEM file with the certificates to trust; `nil` trusts the system's.
    ///   - connections: most connections at a time, 1…64.
    ///   - timeout: longest silence of the relay in any step, 50 ms…600 s.
    ///   - heloName: our host name in the greeting.
    /// - Throws: `SMTPError.invalidRelay`, which names the part to correct.
    public init(
        url: String,
        startTLS: StartTLS,
        caFile: String? = nil,
        connections: Int = 8,
        timeout: Duration = .seconds(30),
        heloName: String
    ) throws(SMTPError) {
        location = try RelayLocation(url)
        guard (1...64).contains(connections) else {
            throw .invalidRelay(reason: "connections must be a whole number from 1 to 64")
        }
        guard timeout >= .milliseconds(50), timeout <= .seconds(600) else {
            throw .invalidRelay(reason: "the time-out must lie between 50 ms and 600 s")
        }
        guard MailAddress.isHostName(heloName.utf8) else {
            throw .invalidRelay(reason: "the greeting name must be a host name of letters, digits, hyphens and dots")
        }
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw .invalidRelay(reason: "the file of trusted certificates cannot be read")
        }
        self.startTLS = startTLS
        self.caFile = caFile
        self.connections = connections
        self.timeout = timeout
        self.heloName = heloName
    }

    var target: LinkTarget {
        LinkTarget(
            address: "\(location.address)/\(heloName)",
            startTLS: linkStartTLS,
            caFile: caFile,
            login: location.login,
            timeout: timeout,
            noun: "relay"
        )
    }

    private var linkStartTLS: LinkTarget.StartTLS {
        switch startTLS {
        case .never: .never
        case .ifOffered: .ifOffered
        case .required: .required
        }
    }

    /// Scheme, host and port; never the login.
    public var description: String { location.address }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// Shows the description only, so that `dump` prints no password.
    public var customMirror: Mirror { Mirror(self, children: ["relay": description]) }
}
