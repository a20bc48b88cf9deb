/// The whole run, printed as one line of JSON.
struct BenchReport: Codable, Sendable {
    var ticketsPerSecond = 0.0
    var cpuMilliseconds: [String: Double] = [:]
    var cpuInAll = 0.0
    var p50 = 0.0
    var p99 = 0.0
    var idleP50 = 0.0
    var residentMiB = 0.0
    var idleCPUPercent = 0.0
    var mailsPerSecond = 0.0
    var deliveriesPerTicket = 0.0
    var batchSizes: [String: Double] = [:]
    var fsyncMilliseconds = 0.0
    var hardware = ""
    var servers: [String] = []
    var build = ""
    var generator = "in the same machine, inside the benchmark's process"
    var provider = ""
    var corpus = ""
    var seed: UInt64 = 0
    var yardstick: Yardstick?
    var assign: AssignFigures?
    var storedRatio: StoredRatio?
    var phases: [PhaseReport] = []

    enum CodingKeys: String, CodingKey {
        case hardware, servers, build, generator, provider, corpus, seed, yardstick, assign, phases
        case ticketsPerSecond = "tickets_per_s"
        case cpuMilliseconds = "cpu_ms_per_ticket"
        case cpuInAll = "cpu_ms_per_ticket_in_all"
        case p50 = "p50_ms"
        case p99 = "p99_ms"
        case idleP50 = "idle_p50_ms"
        case residentMiB = "rss_mb"
        case idleCPUPercent = "idle_cpu_pct"
        case mailsPerSecond = "mails_per_s"
        case deliveriesPerTicket = "deliveries_per_ticket"
        case batchSizes = "batch_sizes"
        case fsyncMilliseconds = "fsync_p50_ms"
        case storedRatio = "stored_ratio"
    }

    /// The figures of `phase` are those of the run.
    mutating func take(_ phase: PhaseReport?) {
        guard let phase else { return }
        ticketsPerSecond = phase.ticketsPerSecond
        cpuMilliseconds = phase.cpuMilliseconds
        cpuInAll = phase.cpuInAll
        deliveriesPerTicket = phase.deliveriesPerTicket
        batchSizes = phase.batchSizes
        mailsPerSecond = phase.mailsPerSecond
        residentMiB = phase.residentMiB.values.max() ?? 0
    }
}
