/// Where the broker is and how to log in.
public struct BrokerAddress: Sendable {
    /// One host of the cluster.
    struct Host: Sendable, Equatable {
        var name: String
        var port: Int
    }

    /// Authorities that a system trusts, where Debian's `ca-certificates` puts them.
    public static let systemCertificates = "/etc/ssl/certs/ca-certificates.crt"

    let hosts: [Host]
    let user: String
    let password: String
    let virtualHost: String
    let usesTLS: Bool
    let caFile: String
    let heartbeatSeconds: Int
    let connectionName: String

    /// Reads `amqp://user:password@host:port,host:port/vhost` or `amqps://…`.
    ///
    /// User, password and virtual host are percent-decoded; without a path the virtual host is `/`. Default ports
    /// are 5672 and 5671. `caFile` (PEM) defaults to the system's certificates. `heartbeat` is 1…60 s in whole
    /// seconds: a silent broker is noticed after twice that, and a third of it. Throws `invalidAddress`.
    public init(
        _ url: String,
        caFile: String? = nil,
        heartbeat: Duration = .seconds(5),
        connectionName: String
    ) throws(BrokerError) {
        let (usesTLS, afterScheme) = try Self.scheme(of: url)
        let path = afterScheme.firstIndex(of: "/")
        let authority = afterScheme[..<(path ?? afterScheme.endIndex)]
        let at = authority.lastIndex(of: "@")
        (user, password) = try Self.login(at.map { authority[..<$0] })
        hosts = try Self.hosts(at.map { authority[authority.index(after: $0)...] } ?? authority, usesTLS: usesTLS)
        virtualHost = try Self.virtualHost(path.map { afterScheme[afterScheme.index(after: $0)...] })
        guard (1...60).contains(heartbeat.components.seconds) else {
            throw .invalidAddress(reason: "the heartbeat must be 1 to 60 seconds")
        }
        self.usesTLS = usesTLS
        self.caFile = caFile ?? Self.systemCertificates
        heartbeatSeconds = Int(heartbeat.components.seconds)
        self.connectionName = connectionName
    }

    private static func scheme(of url: String) throws(BrokerError) -> (Bool, Substring) {
        if url.hasPrefix("amqp://") { return (false, url.dropFirst(7)) }
        if url.hasPrefix("amqps://") { return (true, url.dropFirst(8)) }
        throw .invalidAddress(reason: "it must begin with amqp:// or amqps://")
    }

    private static func login(_ text: Substring?) throws(BrokerError) -> (String, String) {
        guard let text, !text.isEmpty else { return ("guest", "guest") }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let user = try decoded(parts[0], "the user")
        let password = parts.count > 1 ? try decoded(parts[1], "the password") : ""
        return (user, password)
    }

    private static func hosts(_ text: Substring, usesTLS: Bool) throws(BrokerError) -> [Host] {
        var hosts: [Host] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            hosts.append(try host(part, defaultPort: usesTLS ? 5671 : 5672))
        }
        return hosts
    }

    private static func host(_ text: Substring, defaultPort: Int) throws(BrokerError) -> Host {
        var name = text
        var portText: Substring?
        // An IPv6 address stands in brackets, because it has colons of its own.
        if text.first == "[", let end = text.firstIndex(of: "]") {
            name = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            name = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !name.isEmpty else { throw .invalidAddress(reason: "a host name is missing") }
        guard let portText else { return Host(name: String(name), port: defaultPort) }
        guard let port = Int(portText), (1...65_535).contains(port) else {
            throw .invalidAddress(reason: "a port must be a number from 1 to 65535")
        }
        return Host(name: String(name), port: port)
    }

    private static func virtualHost(_ path: Substring?) throws(BrokerError) -> String {
        let end = path?.firstIndex(of: "?")
        guard let path = path.map({ $0[..<(end ?? $0.endIndex)] }), !path.isEmpty else { return "/" }
        return try decoded(path, "the virtual host")
    }

    private static func decoded(_ text: Substring, _ part: String) throws(BrokerError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            rest = rest.dropFirst(2)
            guard digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16), value != 0 else {
                throw .invalidAddress(reason: "\(part) has a broken percent escape")
            }
            bytes.append(value)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw .invalidAddress(reason: "\(part) is not UTF-8")
        }
        return decoded
    }
}

extension BrokerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hosts and virtual host; never the password.
    public var description: String {
        let list = hosts.map { "\($0.name):\($0.port)" }.joined(separator: ",")
        return "\(usesTLS ? "amqps" : "amqp")://\(user)@\(list)/\(virtualHost == "/" ? "" : virtualHost)"
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// Shows nothing but the description, so that a dump does not reveal the password.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
