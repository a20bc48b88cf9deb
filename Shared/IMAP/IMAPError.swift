/// Why a mailbox could not be read.
///
/// No case carries a secret, an address or the text of a mail. Words of the server are cut to 200 printable characters.
public enum IMAPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A setting cannot be used; `reason` says what was expected. Does not help to retry.
    case invalidSetting(reason: String)
    /// The server cannot be reached, or is not ready. Helps to retry later.
    case unreachable(reason: String)
    /// The server does not let us in. Somebody must act; retrying often may lock the account.
    case loginRefused(reason: String)
    /// The server said no to a command, `EXAMINE` of a mailbox that does not exist for one. Retrying seldom helps.
    case refused(command: String, reason: String)
    /// The connection was lost, or the server was silent for too long. Helps to retry on a new session.
    case lost(reason: String)
    /// The server speaks no IMAP that we understand. Helps only when the server is mended.
    case garbage(reason: String)

    /// Whether trying again later may help without anybody's doing.
    public var isTransient: Bool {
        switch self {
        case .unreachable, .lost, .garbage: true
        case .invalidSetting, .loginRefused, .refused: false
        }
    }

    /// What happened and what to check.
    public var description: String {
        switch self {
        case .invalidSetting(let reason), .unreachable(let reason), .loginRefused(let reason), .lost(let reason),
            .garbage(let reason):
            reason
        case .refused(let command, let reason): "the mail server refused \(command): \(reason)"
        }
    }
}
