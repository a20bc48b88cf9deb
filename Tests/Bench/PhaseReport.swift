/// What one phase of the benchmark showed.
struct PhaseReport: Codable, Sendable {
    var name: String
    var tickets = 0
    var seconds = 0.0
    /// Tickets from the first confirm to the last commit, over that time.
    var ticketsPerSecond = 0.0
    /// Tickets stored before the phase began.
    var stored = 0
    /// CPU milliseconds a ticket by part, and the sum without the generator's.
    var cpuMilliseconds: [String: Double] = [:]
    var cpuInAll = 0.0
    /// Milliseconds from confirm to both commits.
    var p50 = 0.0
    var p99 = 0.0
    /// Median milliseconds from confirm to the commit of each step.
    var steps: [String: Double] = [:]
    var batchSizes: [String: Double] = [:]
    var busy: [String: Double] = [:]
    var deliveriesPerTicket = 0.0
    var mailsPerSecond = 0.0
    var residentMiB: [String: Double] = [:]
    /// Tickets that were not finished when the wait for them ended.
    var missing = 0
    /// What only some phases are about.
    var surveys: SurveyFigures?
    var smtp: MailFigures?
    var timers: TimerFigures?

    enum CodingKeys: String, CodingKey {
        case name, tickets, seconds, stored, steps, busy, missing, surveys, smtp, timers
        case ticketsPerSecond = "tickets_per_s"
        case cpuMilliseconds = "cpu_ms_per_ticket"
        case cpuInAll = "cpu_ms_per_ticket_in_all"
        case p50 = "p50_ms"
        case p99 = "p99_ms"
        case batchSizes = "batch_sizes"
        case deliveriesPerTicket = "deliveries_per_ticket"
        case mailsPerSecond = "mails_per_s"
        case residentMiB = "rss_mb"
    }
}
