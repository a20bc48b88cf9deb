/// What becomes of one message after a handler looked at it.
public enum Verdict: Sendable, Equatable {
    /// Settled: acknowledged once the turn's transaction has committed.
    case done
    /// Not yet: comes back after at least this long (the next longer wait queue), with its attempt counted.
    case retry(after: Duration)
    /// Never: stored in `parked_message` with the reason, for a person. Name no customer text in the reason.
    case park(reason: String)
}
