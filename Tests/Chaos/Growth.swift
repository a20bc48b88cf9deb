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
        /// Fewest in the first third: connections to a relay come and go with the load, what stays does not.
        let firstDescriptors: Int
        let mostDescriptors: Int
        /// Fewest in the last third.
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
            + lives.filter { $0.lastDescriptors > $0.firstDescriptors + Self.slack }
            .map {
                "\($0.process) never had fewer than \($0.lastDescriptors) descriptors in the end, \($0.firstDescriptors) at first"
            }
    }

    var lines: [String] {
        ["", "  memory and descriptors of processes that lived long enough, after their first five minutes:"]
            + lives.map { life in
                "    " + life.process.padded(16) + "\(life.minutes.text) min".padded(12)
                    + "\(life.firstMegabytes.text) → \(life.lastMegabytes.text) MB".padded(22)
                    + "\(life.megabytesAnHour.text) MB/h".padded(14)
                    + "fds at least \(life.firstDescriptors), in the end \(life.lastDescriptors), at most \(life.mostDescriptors)"
            } + ["  dead rows: at most \(mostDeadRows), at last \(lastDeadRows)"]
    }
}
