import FoundationEssentials

/// One fault after it happened.
struct FaultRecord: Sendable {
    let number: Int
    let kind: FaultKind
    /// What exactly was done.
    let detail: String
    /// By this machine's clock, as all instants here.
    let began: Date
    /// When what it took away was back: a port open, a process going on, an alarm cleared.
    let ended: Date
    /// The worker that was killed.
    var victim: String?
    /// Whether another replica of it lived.
    var hadPeer = true
    /// Messages delivered again because of an orderly scale-in.
    var redelivered: Int?
}
