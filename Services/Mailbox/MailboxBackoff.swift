import IMAP

/// How long to leave a server alone after a failure.
struct MailboxBackoff: Sendable {
    private static let first = Duration.seconds(1)
    private static let longest = Duration.seconds(300)
    /// Servers lock accounts that knock too often with a wrong secret.
    private static let refusal = Duration.seconds(60)
    private var failures = 0

    /// Doubles from one second, or from a minute where somebody must act, to five minutes.
    mutating func next(after error: any Error) -> Duration {
        let isTransient = (error as? IMAPError)?.isTransient ?? true
        defer { failures = min(failures + 1, 12) }
        return min((isTransient ? Self.first : Self.refusal) * (1 << failures), Self.longest)
    }
}
