/// The instant by which a call must have returned.
struct Deadline: Sendable {
    let instant: ContinuousClock.Instant
    let duration: Duration

    init(after duration: Duration) {
        instant = .now + duration
        self.duration = duration
    }

    var error: PostgresError { .deadlineExceeded(after: duration) }
}
