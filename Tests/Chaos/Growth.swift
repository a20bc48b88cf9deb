import FoundationEssentials

/// How memory, file descriptors and dead rows moved during a soak.
struct Growth: Sendable, Encodable {
    /// One life of one process.
    struct Life: Sendable, Encodable {
        let process: String
        let minutes: Double
        let firstMegabytes: Double
        let lastMegabytes: Double
        /// Slope of a straight line through the samples.
        let megabytesAnHour: Double
        let fewestDescriptors: Int
        let mostDescriptors: Int
        let lastDescriptors: Int
    }

    /// Most megabytes an hour.
    private static let slopeTarget = 1.0
    /// Descriptors that come and go with a reconnect.
    private static let slack = 4

    let lives: [Life]
    /// Dead rows of all tables, largest and last.
    let mostDeadRows: Int
    let lastDeadRows: Int

    var complaints: [String] {
        lives.filter { $0.megabytesAnHour > Self.slopeTarget }
            .map { "\($0.process) grew by \($0.megabytesAnHour.text) MB/h over \($0.minutes.text) minutes" }
            + lives.filter { $0.lastDescriptors > $0.fewestDescriptors + Self.slack }
            .map { "\($0.process) ended with \($0.lastDescriptors) descriptors, had \($0.fewestDescriptors)" }
    }

    var lines: [String] {
        ["", "  memory and descriptors of processes that lived long enough, after their first minute:"]
            + lives.map { life in
                "    " + life.process.padded(16) + "\(life.minutes.text) min".padded(12)
                    + "\(life.firstMegabytes.text) → \(life.lastMegabytes.text) MB".padded(22)
                    + "\(life.megabytesAnHour.text) MB/h".padded(14)
                    + "fds \(life.fewestDescriptors)…\(life.mostDescriptors), last \(life.lastDescriptors)"
            } + ["  dead rows: at most \(mostDeadRows), at last \(lastDeadRows)"]
    }
}
