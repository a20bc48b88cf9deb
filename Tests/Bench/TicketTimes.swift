import FoundationEssentials
import Postgres
import Proving

/// How long tickets took: from the broker's confirm to the commit of a step, by the server's commit instants.
struct TicketTimes: Sendable {
    /// Milliseconds to the commit of the assignment.
    private(set) var assigned: [Double] = []
    /// Milliseconds to the commit that records the acknowledgement as sent.
    private(set) var acknowledged: [Double] = []
    /// Milliseconds until both are committed: the ticket time of the report.
    private(set) var both: [Double] = []
    /// Milliseconds to the commit of the ticket itself, and of its category.
    private(set) var opened: [Double] = []
    private(set) var classified: [Double] = []
    /// Instant of the last such commit.
    private(set) var last: Date?

    /// Reads the tickets whose messages `load` posted as `numbers`.
    static func read(_ numbers: Range<Int>, of load: Load, _ corpus: Corpus, from database: Database) async throws
        -> TicketTimes
    {
        var times = TicketTimes()
        var begin = numbers.lowerBound
        while begin < numbers.upperBound {
            let end = min(begin + 20_000, numbers.upperBound)
            let ids = (begin..<end).map { corpus.externalID($0) }
            for row in try await database.rows(query, ids) { try times.add(row, load, corpus) }
            begin = end
        }
        return times
    }

    /// The value below which `share` of all lie, in milliseconds; 0 without any.
    static func percentile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.indices.last else { return 0 }
        return sorted[min(last, max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1))]
    }

    private mutating func add(_ row: Row, _ load: Load, _ corpus: Corpus) throws {
        let externalID: String = try row("external_id")
        guard let number = corpus.number(of: externalID), let start = load.confirmedAt(number) else { return }
        let openedAt: Date? = try row("opened")
        let classifiedAt: Date? = try row("classified")
        let assignedAt: Date? = try row("assigned")
        let acknowledgedAt: Date? = try row("acknowledged")
        func milliseconds(_ end: Date) -> Double { max(0, end.timeIntervalSince(start) * 1_000) }
        if let openedAt { opened.append(milliseconds(openedAt)) }
        if let classifiedAt { classified.append(milliseconds(classifiedAt)) }
        if let assignedAt { assigned.append(milliseconds(assignedAt)) }
        if let acknowledgedAt { acknowledged.append(milliseconds(acknowledgedAt)) }
        if let assignedAt, let acknowledgedAt {
            let end = max(assignedAt, acknowledgedAt)
            both.append(milliseconds(end))
            last = max(last ?? end, end)
        }
    }

    /// Rows of the ledger are never changed, so the commit instant of each is that of its step.
    private static let query = """
        SELECT t.external_id,
            min(pg_xact_commit_timestamp(e.xmin)) FILTER (WHERE e.kind = 'opened') AS opened,
            min(pg_xact_commit_timestamp(e.xmin)) FILTER (WHERE e.kind = 'classified') AS classified,
            min(pg_xact_commit_timestamp(e.xmin)) FILTER (WHERE e.kind = 'assigned') AS assigned,
            min(pg_xact_commit_timestamp(e.xmin)) FILTER (WHERE e.kind = 'acknowledged') AS acknowledged
        FROM intake_receipt r
        JOIN ticket t ON t.id = r.ticket_id
        JOIN ticket_event e ON e.ticket_id = t.id
        WHERE r.channel = 'email' AND r.account = '' AND r.external_id = ANY($1::text[])
        GROUP BY t.external_id
        """
}
