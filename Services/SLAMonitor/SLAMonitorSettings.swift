import WorkerKit

/// What an operator may choose about deadlines beyond policy and calendars.
struct SLAMonitorSettings: Sendable {
    /// Time that a new ticket may wait for its classification before it is promised something anyway.
    let promiseWait: Duration
    /// Time within which another policy or calendar is noticed.
    let setupPatience: Duration
    /// Time that settled parked messages stay.
    let keepParked: Duration
    /// Time that records of ended processes stay.
    let keepProcesses: Duration

    /// Reads the settings; problems surface at the reader's `finish`.
    init(_ reader: inout SettingsReader) {
        promiseWait = reader.duration(
            "AFTERSAIL_PROMISE_WAIT",
            "time that a ticket may wait for its classification before it is acknowledged",
            default: "60s",
            in: .seconds(1)...(.seconds(600))
        )
        setupPatience = reader.duration(
            "AFTERSAIL_SETUP_PATIENCE",
            "time within which another policy or calendar is noticed",
            default: "5s",
            in: .milliseconds(100)...(.seconds(60))
        )
        keepParked = reader.keep(.parked)
        keepProcesses = reader.keep(.processes)
    }
}
