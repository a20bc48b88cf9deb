/// What became of one message.
///
/// `reply` and `reason` are for operators: printable ASCII, at most 200 bytes, addresses masked.
public enum SMTPOutcome: Sendable, Equatable {
    /// The relay took responsibility (a 2xx reply to the end of data).
    case accepted(reply: String)
    /// Nothing was delivered and a later attempt may succeed. `code` is the relay's reply code, 0 when it never spoke.
    case deferred(code: Int, reason: String)
    /// No connection to the relay came about, or it let us in for nothing: whatever the message, it had no part in that.
    case unreachable(reason: String)
    /// The relay refused for good (5xx). `recipient` is true when it refused the recipient and not the message.
    case rejected(code: Int, reason: String, recipient: Bool)
    /// The end of data was released but no reply came: delivered or not, nobody here can know. Never resend blindly.
    case uncertain(reason: String)
    /// `finalise` did not grant the message; the link was cut before the end of data, nothing was delivered.
    case aborted(reason: String)
}
