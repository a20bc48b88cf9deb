/// Where the database is and how every link to it behaves.
///
/// Each link asks for UTF-8, UTC, the search path `aftersail, public`, a writable server, TCP keep-alives of both sides, and
/// server-side time limits a little under `deadline`, so that the server gives up before the client does. What the
/// connection string says about keep-alives, TLS or the wanted server wins; `sessionSettings` win over the rest.
public struct PostgresConfiguration: Sendable {
    /// Shown in `pg_stat_activity`.
    public let applicationName: String
    /// Bound of every call that names no other.
    public let deadline: Duration
    /// Bound of one attempt to connect; libpq's own name resolution is not covered.
    public let connectTimeout: Duration

    let url: String
    let sessionSettings: [String: String]

    /// Describes a database; nothing is opened yet.
    ///
    /// `url` is libpq's: a `postgresql://` URI or `key=value` pairs. An unreadable one surfaces as
    /// `PostgresError.cannotConnect` at the first call. `sessionSettings` are server parameters, sent with the
    /// connection request itself, so they cost no round trip.
    public init(
        url: String,
        applicationName: String,
        sessionSettings: [String: String] = [:],
        connectTimeout: Duration = .seconds(5),
        deadline: Duration = .seconds(30)
    ) {
        self.url = url
        self.applicationName = applicationName
        self.sessionSettings = sessionSettings
        self.connectTimeout = connectTimeout
        self.deadline = deadline
    }
}

extension PostgresConfiguration {
    /// The string's own keywords under ours.
    func keywords(over given: [(key: String, value: String)]) -> [(key: String, value: String)] {
        var merged = Dictionary(given, uniquingKeysWith: { $1 })
        for (key, value) in defaults where merged[key] == nil { merged[key] = value }
        merged["application_name"] = applicationName
        merged["client_encoding"] = "UTF8"
        merged["options"] = [merged["options"], options].compactMap(\.self).joined(separator: " ")
        return merged.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
    }

    private var defaults: [String: String] {
        [
            "target_session_attrs": "read-write",
            "keepalives": "1", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": String(deadline.milliseconds),
        ]
    }

    private var options: String {
        let settings = [
            "TimeZone": "UTC",
            "search_path": "aftersail, public",
            "statement_timeout": String(Self.statementTimeout(for: deadline)),
            "lock_timeout": String(max(1, deadline.milliseconds * 8 / 10)),
            "idle_in_transaction_session_timeout": String(deadline.milliseconds * 2),
            "client_connection_check_interval": "1000",
            // Short statements with plans of large guesses: compiling one took 80 ms where running it takes five.
            "jit": "off",
            // Else the server keeps the locks of a machine that vanished for two hours.
            "tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3",
            "tcp_user_timeout": "25000",
        ]
        return settings.merging(sessionSettings) { $1 }
            .sorted { $0.key < $1.key }
            .map { "-c \(escape($0.key))=\(escape($0.value))" }
            .joined(separator: " ")
    }

    /// Milliseconds; nine tenths of the client's bound.
    static func statementTimeout(for deadline: Duration) -> Int64 {
        max(1, deadline.milliseconds * 9 / 10)
    }

    /// The server splits `options` at unescaped white space.
    private func escape(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            if character.isWhitespace || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
