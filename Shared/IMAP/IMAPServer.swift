import FoundationEssentials
import MailLink

/// Where mailboxes are, and how the connection is kept safe.
public struct IMAPServer: Sendable, CustomStringConvertible {
    /// How the connection is encrypted; the server's certificate is always verified.
    public enum Encryption: String, Sendable, CaseIterable {
        /// TLS from the first byte on (RFC 8314); port 993.
        case implicit = "tls"
        /// STARTTLS before anything else is said, or no connection; port 143.
        case startTLS = "starttls"
        /// None: the login can be read by everybody on the way. Only within one machine.
        case none
    }

    let host: String
    let port: Int
    let encryption: Encryption
    let caFile: String?
    let timeout: Duration
    let longest: Duration

    /// Checks the settings; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - host: name, IPv4 address, or IPv6 address in brackets.
    ///   - port: 1…65535; `nil` takes 993 or 143.
    ///   - encryption: how the connection is kept safe.
    ///   - caFile: PEM file with the certificates to trust; `nil` trusts the system's.
    ///   - timeout: longest silence of the server in any step, 50 ms…600 s.
    ///   - longest: longest time that one command may take however much it brings, `timeout`…1 h.
    /// - Throws: `IMAPError.invalidSetting`, which names the part to correct.
    public init(
        host: String,
        port: Int? = nil,
        encryption: Encryption = .implicit,
        caFile: String? = nil,
        timeout: Duration = .seconds(30),
        longest: Duration = .seconds(600)
    ) throws(IMAPError) {
        guard Self.isHost(host) else {
            throw .invalidSetting(reason: "the host must be a name, an IPv4 address or an IPv6 address in brackets")
        }
        let port = port ?? (encryption == .implicit ? 993 : 143)
        guard (1...65_535).contains(port) else {
            throw .invalidSetting(reason: "the port must be a whole number from 1 to 65535")
        }
        guard timeout >= .milliseconds(50), timeout <= .seconds(600) else {
            throw .invalidSetting(reason: "the time-out must lie between 50 ms and 600 s")
        }
        guard longest >= timeout, longest <= .seconds(3_600) else {
            throw .invalidSetting(reason: "the longest command must lie between the time-out and 1 h")
        }
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw .invalidSetting(reason: "the file of trusted certificates cannot be read: \(caFile)")
        }
        self.host = host
        self.port = port
        self.encryption = encryption
        self.caFile = caFile
        self.timeout = timeout
        self.longest = longest
    }

    /// Host and port.
    public var description: String { "\(host):\(port)" }

    /// libcurl takes the connection past STARTTLS, and with it past the greeting; otherwise we see every byte.
    var target: LinkTarget {
        let scheme =
            switch encryption {
            case .implicit: "tls"
            case .startTLS: "imap"
            case .none: "tcp"
            }
        return LinkTarget(
            address: "\(scheme)://\(description)/",
            startTLS: encryption == .none ? .never : .required,
            caFile: caFile,
            timeout: timeout,
            noun: "mail server"
        )
    }

    private static func isHost(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        if text.hasPrefix("["), text.hasSuffix("]") {
            return text.count > 2 && text.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
