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
        /// A consumer in front of the lane's own is on its way, see `Relief`.
        case relieving
        /// The relief takes what comes while the lane's own consumer is being cancelled.
        case yielding
        /// Only the relief is left, until its prefetch is used up.
        case filling
        case cancelling
        /// Its queue is not there, or was deleted.
        case missing(until: ContinuousClock.Instant)
    }

    var stage = Stage.idle
    var backoff = Backoff()
    /// When its last message came.
    var lastArrival: ContinuousClock.Instant?
    var relief: Relief?

    /// Its queue is being left, and the broker has not said that it is.
    var isLeaving: Bool {
        switch stage {
        case .relieving, .yielding, .filling, .cancelling: true
        case .idle, .probing, .declaring, .subscribing, .active, .missing: false
        }
    }

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
