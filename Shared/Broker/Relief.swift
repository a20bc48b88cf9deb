/// The consumer that lets a lane leave a busy queue without anything being given back.
///
/// RabbitMQ takes back, and counts as redelivered, what a quorum queue sends to a consumer between the arrival of its
/// cancel and the cancel's commit (measured: up to four messages each time). No pause can be asked for over this
/// protocol. So a second consumer with a small prefetch and a higher priority takes its place in front: the queue sends
/// everything to it while the first is cancelled, and nothing more to it once its prefetch is used up, for nothing is
/// acknowledged meanwhile. Then it can be cancelled, too.
struct Relief {
    /// Served before every other consumer of the queue.
    static let priority: Int32 = 10
    /// A queue that has sent nothing for so long is not busy; it is left at once.
    static let idle = Duration.seconds(1)
    /// Longest time in which the prefetch may be used up; a slower queue sends hardly within a cancel.
    static let patience = Duration.seconds(1)
    /// A cancel lasts some milliseconds, on a machine that has no time some tens.
    private static let cancelTime = Duration.milliseconds(100)

    let prefetch: Int
    var arrived = 0
    var endBy: ContinuousClock.Instant?

    /// A small prefetch is soon used up, but must last for the first consumer's cancel.
    init(_ pace: ArrivalPace) {
        prefetch = min(max(4, Int(pace.expected(within: Self.cancelTime))), 256)
    }

    func isOver(at now: ContinuousClock.Instant) -> Bool {
        arrived >= prefetch || endBy.map { now >= $0 } ?? false
    }
}
