public import Logging

/// Every key that a log line may carry, so that one search finds one thing.
public enum LogKey: String, Sendable {
    case agent = "agent.id"
    case attempt = "attempt"
    case count = "count"
    case duration = "duration.ms"
    case epoch = "process.epoch"
    case link = "link"
    case mailbox = "mailbox"
    case message = "message.name"
    case messageID = "message.id"
    case notification = "notification.id"
    case port = "http.port"
    case queue = "queue"
    case reason = "reason"
    case setting = "setting"
    case signal = "signal"
    case sweep = "sweep.name"
    case ticket = "ticket.id"
    case trace = "trace.id"
    case version = "version"
}

/// Values of one line.
///
/// Never customer text, addresses or secrets.
public typealias LogFacts = [LogKey: Logger.MetadataValue]

extension Logger {
    /// A line at debug level.
    public func debug(_ sentence: StaticString, _ facts: LogFacts = [:]) { write(.debug, sentence, facts) }
    /// A line at info level.
    public func info(_ sentence: StaticString, _ facts: LogFacts = [:]) { write(.info, sentence, facts) }
    /// A line at notice level.
    public func notice(_ sentence: StaticString, _ facts: LogFacts = [:]) { write(.notice, sentence, facts) }
    /// A line at warning level.
    public func warning(_ sentence: StaticString, _ facts: LogFacts = [:]) { write(.warning, sentence, facts) }
    /// A line at error level.
    public func error(_ sentence: StaticString, _ facts: LogFacts = [:]) { write(.error, sentence, facts) }

    private func write(_ level: Logger.Level, _ sentence: StaticString, _ facts: LogFacts) {
        guard level >= logLevel else { return }
        let metadata = Logger.Metadata(uniqueKeysWithValues: facts.map { ($0.key.rawValue, $0.value) })
        log(level: level, "\(sentence)", metadata: metadata)
    }
}
