import FoundationEssentials
import Postgres
import Proving

/// How timers that fell due together were told of: by the commit instants of their notices.
struct TimerFigures: Codable, Sendable {
    static let metric = "resolution"
    static let step = "warn-50"
    /// Timers that the worker takes into one transaction: within one, nothing is earlier or later.
    private static let batch = 500

    var due = 0
    var told = 0
    /// Tickets with more than one notice, or more than one line of it in the ledger.
    var doubled = 0
    /// Notices that were committed more than a batch away from their place in the order of due instants.
    var outOfOrder = 0
    /// Milliseconds from the due instant to the commit of the notice.
    var p50 = 0.0
    var p99 = 0.0
    var latest = 0.0
    /// CPU milliseconds of everything but the generator while the phase ran, for each timer.
    var cpuMilliseconds = 0.0

    enum CodingKeys: String, CodingKey {
        case due, told, doubled
        case outOfOrder = "out_of_order"
        case p50 = "p50_ms"
        case p99 = "p99_ms"
        case latest = "max_ms"
        case cpuMilliseconds = "cpu_ms_per_timer"
    }

    /// Reads what became of the copies that ``TimerStage`` made.
    static func read(_ due: Int, from database: Database) async throws -> TimerFigures {
        var figures = TimerFigures()
        figures.due = due
        var notices: [Int: [Date]] = [:]
        var times: [Double] = []
        for row in try await database.rows(query) {
            let (number, dueAt, toldAt): (Int, Date, Date) = (try row("n"), try row("due"), try row("told"))
            notices[number, default: []].append(toldAt)
            times.append(toldAt.timeIntervalSince(dueAt) * 1_000)
        }
        figures.told = notices.count
        figures.doubled = notices.values.filter { $0.count > 1 }.count + (try await doubledLines(database))
        figures.outOfOrder = outOfOrder(notices.compactMapValues(\.first))
        figures.p50 = TicketTimes.percentile(0.5, of: times)
        figures.p99 = TicketTimes.percentile(0.99, of: times)
        figures.latest = times.max() ?? 0
        return figures
    }

    /// How many timers have been told of so far.
    static func told(_ system: BenchSystem) async -> Int {
        await system.pipeline.number(
            "SELECT count(*) AS n FROM sla_notice WHERE metric = '\(metric)' AND step = '\(step)'"
        ) ?? 0
    }

    /// One line for a person.
    var text: String {
        """
        timers: \(told) of \(due) told, p50 \(p50.brief) ms, p99 \(p99.brief) ms, latest \(latest.brief) ms after they \
        were due; \(doubled) doubled, \(outOfOrder) out of order, CPU ms a timer \(cpuMilliseconds.brief)
        """
    }

    /// The copies' numbers are in the order of their due instants.
    private static func outOfOrder(_ notices: [Int: Date]) -> Int {
        let byDue = notices.keys.sorted()
        let byCommit = notices.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        let places = Dictionary(uniqueKeysWithValues: byDue.enumerated().map { ($0.element, $0.offset) })
        return byCommit.enumerated().filter { abs($0.offset - (places[$0.element] ?? 0)) > batch }.count
    }

    private static func doubledLines(_ database: Database) async throws -> Int {
        let rows = try await database.rows(
            """
            SELECT count(*) AS n
            FROM (
                SELECT e.ticket_id
                FROM bench.copy c JOIN ticket_event e ON e.ticket_id = c.ticket
                WHERE e.kind = 'sla_warned' AND e.data ->> 'metric' = '\(metric)' AND e.data ->> 'step' = '\(step)'
                GROUP BY e.ticket_id
                HAVING count(*) > 1
            ) doubled
            """
        )
        guard let row = rows.first else { return 0 }
        return try row("n")
    }

    /// Notices are never changed, so the commit instant of each is that of the telling.
    private static let query = """
        SELECT c.n, c.due, pg_xact_commit_timestamp(x.xmin) AS told
        FROM bench.copy c
        JOIN sla_notice x ON x.ticket_id = c.ticket AND x.metric = '\(metric)' AND x.step = '\(step)'
        """
}
