/// How far one subscription has come.
struct ConsumerLane {
    enum Stage: Equatable {
        /// Nothing asked of the broker.
        case idle
        /// Its queue is looked for on the probing channel.
        case probing
        /// Its server-named queue is being declared.
        case declaring
        case subscribing
        case active
        case cancelling
        /// Its queue is not there, or was deleted.
        case missing(until: ContinuousClock.Instant)
    }

    var stage = Stage.idle
    var backoff = Backoff()

    mutating func missed() {
        stage = .missing(until: .now + backoff.failed())
    }

    mutating func consuming() {
        stage = .active
        backoff.succeeded()
    }
}

/// The two channels of a consumer.
///
/// Asking for a missing queue closes the channel that asks. A second channel takes that blow, so that one missing
/// queue does not end the consumers of the others.
struct ConsumerChannels {
    static let consuming: UInt16 = 1
    static let probing: UInt16 = 2

    var isOpen = false
    var isProbeOpen = false
    /// The subscription that is being looked for.
    var probed: Int?
    /// When to open the consuming channel again after the broker closed it.
    var reopenAt: ContinuousClock.Instant?
    var backoff = Backoff()
}
