import FoundationEssentials
import Postgres
import Proving
import Tickets

/// Reads tickets with all that belongs to them from one snapshot.
struct RecordReader: Sendable {
    /// Tickets with an instant that the snapshot was taken at.
    struct Reading: Sendable {
        let tickets: [TicketRecord]
        /// `aftersail.now()` of the snapshot.
        let now: Date
    }

    private let database: Database
    private let clock: ProductClock

    init(_ office: Office) {
        clock = office.clock
        let configuration = PostgresConfiguration(url: office.pipeline.databaseURL, applicationName: "checker")
        // One link, so that what is set for the session holds for the next transaction.
        database = Database(configuration, links: 1)
    }

    /// All tickets, or only those that were not over at an instant.
    func read(openSince instant: Date?) async throws -> Reading {
        try await snapshot { transaction, now in
            let heads = try await transaction.rows(Self.heads, instant)
            var tickets: [UUID: TicketRecord] = [:]
            for row in heads {
                let ticket = try TicketRecord(row)
                tickets[ticket.id] = ticket
            }
            let ids = Array(tickets.keys)
            for row in try await transaction.rows(Self.lines, ids) {
                tickets[try row("ticket_id")]?.lines.append(try TicketRecord.Line(row))
            }
            for row in try await transaction.rows(Self.notices, ids) {
                tickets[try row("ticket_id")]?.notices.append(try TicketRecord.Notice(row))
            }
            for row in try await transaction.rows(Self.clocks, ids) {
                tickets[try row("ticket_id")]?.clocks.append(try TicketRecord.Clock(row))
            }
            for row in try await transaction.rows(Self.mails, ids) {
                tickets[try row("ticket_id")]?.mails.append(try TicketRecord.Mail(row))
            }
            return Reading(tickets: tickets.values.sorted { $0.number < $1.number }, now: now)
        }
    }

    /// Asks questions of one snapshot, with its instant.
    func snapshot<Answer: Sendable>(
        _ ask: @Sendable (Transaction, Date) async throws -> Answer
    ) async throws -> Answer {
        try await database.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return try await database.transaction(deadline: .seconds(120)) { transaction in
            try await ask(transaction, now(transaction))
        }
    }

    /// The snapshot's instant, without a look at the row of the clock: that would keep it from being held back.
    private func now(_ transaction: Transaction) async throws -> Date {
        guard let row = try await transaction.rows("SELECT transaction_timestamp() AS now").first else {
            throw SimulationError("the database does not tell the time")
        }
        return clock.virtual(at: try row("now"))
    }

    private static let heads = """
        SELECT t.id, t.number, t.opened_at, t.clock_start, t.machine, t.channel, c.level, c.contract,
            COALESCE(t.country, c.country) AS country
        FROM ticket t
        JOIN customer c ON c.id = t.customer_id
        LEFT JOIN ticket_state s ON s.ticket_id = t.id
        WHERE $1::timestamptz IS NULL OR s.ticket_id IS NULL OR s.status NOT IN ('resolved', 'closed')
            OR s.updated_at > $1
        """

    private static let lines = """
        SELECT ticket_id, at, kind, actor, recorded_at, pg_xact_commit_timestamp(xmin) AS committed,
            data ->> 'team' AS team, data ->> 'reason' AS reason, COALESCE(data -> 'machine' = 'true'::jsonb, false) AS machine,
            data ->> 'category' AS category, (data ->> 'priority')::integer AS priority,
            data ->> 'metric' AS metric, (data ->> 'cycle')::integer AS cycle, data ->> 'step' AS step,
            (data ->> 'version')::integer AS version
        FROM ticket_event
        WHERE ticket_id = ANY ($1)
        ORDER BY ticket_id, recorded_at, at, id
        """

    private static let notices = """
        SELECT ticket_id, metric, cycle, step, deadline_version, told_at, pg_xact_commit_timestamp(xmin) AS committed
        FROM sla_notice
        WHERE ticket_id = ANY ($1)
        """

    private static let clocks = """
        SELECT ticket_id, metric, cycle, state, started_at, due_at, stopped_at FROM sla_clock WHERE ticket_id = ANY ($1)
        """

    private static let mails = """
        SELECT ticket_id, reason, audience, state, created_at FROM notification WHERE ticket_id = ANY ($1)
        """
}

extension TicketRecord {
    fileprivate init(_ row: Row) throws {
        let channel: String = try row("channel")
        self.init(
            id: try row("id"),
            number: try row("number"),
            openedAt: try row("opened_at"),
            clockStart: try row("clock_start"),
            isMachine: try row("machine"),
            level: try row("level"),
            country: try row("country"),
            channel: Channel(rawValue: channel),
            contract: try row("contract")
        )
    }
}

extension TicketRecord.Line {
    fileprivate init(_ row: Row) throws {
        let kind: String = try row("kind")
        let (category, priority): (String?, Int?) = (try row("category"), try row("priority"))
        let (metric, cycle, step): (String?, Int?, String?) = (try row("metric"), try row("cycle"), try row("step"))
        var told: StepKey?
        if kind == "sla_warned" || kind == "sla_breached", let metric, let cycle, let step {
            told = StepKey(metric: metric, cycle: cycle, step: step)
        }
        let version: Int? = try row("version")
        self.init(
            at: try row("at"),
            kind: kind,
            actor: try row("actor"),
            team: try row("team"),
            reason: try row("reason"),
            isMachine: try row("machine"),
            recordedAt: try row("recorded_at"),
            committed: try row("committed"),
            category: category.flatMap(Category.init(rawValue:)),
            priority: priority.flatMap(Priority.init(rawValue:)),
            told: told,
            version: version ?? 0
        )
    }
}

extension TicketRecord.Notice {
    fileprivate init(_ row: Row) throws {
        self.init(
            key: StepKey(metric: try row("metric"), cycle: try row("cycle"), step: try row("step")),
            version: try row("deadline_version"),
            toldAt: try row("told_at"),
            committed: try row("committed")
        )
    }
}

extension TicketRecord.Clock {
    fileprivate init(_ row: Row) throws {
        self.init(
            metric: try row("metric"),
            cycle: try row("cycle"),
            state: try row("state"),
            startedAt: try row("started_at"),
            dueAt: try row("due_at"),
            stoppedAt: try row("stopped_at")
        )
    }
}

extension TicketRecord.Mail {
    fileprivate init(_ row: Row) throws {
        self.init(
            reason: try row("reason"),
            audience: try row("audience"),
            state: try row("state"),
            createdAt: try row("created_at")
        )
    }
}
