import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

/// A database with agents and tickets, and a dispatcher that is driven turn by turn.
struct Office: Sendable {
    /// May do anything.
    let admin: Database
    /// Acts as the worker does.
    let worker: Database
    let dispatching: Dispatching
    let release = CapacityReturn(bell: Bell())
    private let agents: WatchAgents
    private let waiters: DrainWaiting

    init(admin: Database, worker: Database) {
        self.admin = admin
        self.worker = worker
        dispatching = Dispatching(setup: RoutingSetup(dutyTeam: "duty"), tally: DispatchTally(Metrics()))
        agents = WatchAgents(dispatching: dispatching, release: release)
        waiters = DrainWaiting(dispatching: dispatching)
    }

    /// A Monday morning: 11:00 in Berlin.
    static let monday = Date(timeIntervalSince1970: 1_795_428_000)

    /// An office without agents; the product's clock is set to `clock`, `nil` leaves it alone.
    static func make(clock: Date? = monday) async throws -> Office {
        let settings = [
            "role": "aftersail_dispatcher", "enable_seqscan": "off", "enable_hashjoin": "off",
            "enable_mergejoin": "off", "jit": "off",
        ]
        let office = Office(
            admin: Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test")),
            worker: Database(
                PostgresConfiguration(url: TestDatabase.url, applicationName: "test", sessionSettings: settings)
            )
        )
        try await office.admin.execute(
            "INSERT INTO team (id, name) VALUES ('duty', 'Duty'), ('technical', 'Technical')"
        )
        try await office.admin.execute("INSERT INTO customer (id) VALUES ($1)", UUID.numbered(0))
        if let clock { try await office.setClock(clock) }
        return office
    }

    /// Moves the product's clock as only the tester may.
    func setClock(_ instant: Date) async throws {
        let seconds = Int(instant.timeIntervalSince1970)
        try await admin.script(
            """
            SET ROLE aftersail_tester;
            UPDATE aftersail.clock SET real_anchor = pg_catalog.now(), virtual_anchor = to_timestamp(\(seconds)); -- lint:clock
            RESET ROLE;
            """
        )
    }

    func addAgent(
        _ id: String,
        team: String = "technical",
        capacity: Int = 5,
        calendar: String = "always",
        zone: String = "UTC",
        skills: String = #"{"technical_fault": 2}"#,
        languages: String = #"{"en": "native"}"#,
        countries: [String] = [],
        site: String? = nil,
        exceptions: String = "[]"
    ) async throws {
        try await admin.execute(
            """
            INSERT INTO agent (id, name, language, team_id, zone, calendar, capacity, skills, languages, countries, site_id,
                exceptions)
            VALUES ($1, $1, 'en', $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            id,
            team,
            zone,
            calendar,
            Int32(capacity),
            JSONText(skills),
            JSONText(languages),
            countries,
            site,
            JSONText(exceptions)
        )
    }

    /// A site of the network, far from everywhere.
    func addSite(_ id: String, level: String, region: String) async throws {
        try await admin.execute(
            """
            INSERT INTO site (id, name, level, country, latitude, longitude, region)
            VALUES ($1, $1, $2, 'DE', 53.5, 10, $3)
            """,
            id,
            level,
            region
        )
    }

    /// Loads a policy as the operator would; decisions look for it at most five seconds later, the first one at once.
    func setPolicy(_ body: String) async throws {
        try await admin.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('routing-policy', 1, $1, '\\x00', true, 'test')
            """,
            JSONText(body)
        )
    }

    /// Tickets of one customer; ticket `n` is due `n` minutes after the clock's start plus a day.
    func addTickets(
        _ numbers: ClosedRange<Int>,
        category: String? = "technical_fault",
        language: String = "en",
        country: String? = nil,
        lane: Lane = .normal,
        isClassified: Bool = true
    ) async throws {
        let numbers = Array(numbers)
        try await admin.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, country, machine, received_at,
                clock_start)
            SELECT id, 'T' || n, $3, 'web', '', 'x' || n, $4, false, aftersail.now(),
                date_trunc('day', aftersail.now()) + n * interval '1 minute'
            FROM unnest($1::uuid[], $2::int[]) AS k (id, n)
            """,
            numbers.map(UUID.numbered),
            numbers.map(Int32.init),
            UUID.numbered(0),
            country
        )
        guard isClassified else { return }
        try await admin.execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
            SELECT id, id, $2, 1, $2 IS NULL, '[]', $3, 1, 'medium', 'one', 3, 'neutral', false, $4, '1', '{}'
            FROM unnest($1::uuid[]) AS id
            """,
            numbers.map(UUID.numbered),
            category,
            language,
            lane.rawValue
        )
    }

    /// Puts a ticket where the desk would.
    func setStatus(_ number: Int, _ status: String) async throws {
        try await admin.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle) VALUES ($1, $2, 1, 1)
            ON CONFLICT (ticket_id) DO UPDATE SET status = EXCLUDED.status, version = ticket_state.version + 1
            """,
            UUID.numbered(number),
            status
        )
    }

    /// Runs a handler on messages in one committed turn.
    @discardableResult
    func hear<H: Handler>(_ bodies: H.Body..., with handler: H, attempt: Int = 1, told: Int = 1) async throws -> Heard {
        try await hear(bodies, with: handler, attempt: attempt, told: told)
    }

    /// The same with the messages in a list.
    @discardableResult
    func hear<H: Handler>(_ bodies: [H.Body], with handler: H, attempt: Int = 1, told: Int = 1) async throws -> Heard {
        let batch = bodies.map { Received(body: $0, envelope: .sample(attempt: attempt, told: told)) }
        return try await turn { try await handler.decide(batch, in: $0) }
    }

    /// Classifies tickets, that is: asks for their dispatch.
    @discardableResult
    func classify(_ numbers: Int...) async throws -> Heard {
        let batch = numbers.map { Received(body: TicketClassifiedV1.sample($0), envelope: .sample()) }
        return try await turn { try await AssignClassified(dispatching: dispatching).decide(batch, in: $0) }
    }

    /// Runs the sweep of waiting tickets once.
    func drain() async throws -> NextSweep {
        var next = NextSweep.at(nil)
        _ = try await turn { turn in
            next = try await waiters.run(in: turn)
            return []
        }
        return next
    }

    /// Runs the sweep of assignments once.
    @discardableResult
    func watch() async throws -> Heard {
        try await turn { turn in
            _ = try await agents.run(in: turn)
            return []
        }
    }

    /// What a turn said.
    struct Heard: Sendable {
        let verdicts: [Verdict]
        /// Names of messages, in order.
        let said: [String]
        /// `kind` of ledger lines, in order.
        let ledger: [String]
    }

    private func turn(_ work: (Turn) async throws -> [Verdict]) async throws -> Heard {
        try await worker.transaction { transaction in
            // As a worker's first try: tests of one dispatcher meet no taken key.
            let turn = Turn(transaction: transaction, now: try await transaction.instant(), isCareful: false)
            let verdicts = try await work(turn)
            let effects = turn.takeEffects()
            turn.enqueueLedger(effects.ledger)
            for action in effects.afterCommit { action() }
            return Heard(
                verdicts: verdicts,
                said: effects.outbox.map(\.headers.type),
                ledger: effects.ledger.map(\.kind)
            )
        }
    }

    /// Who has the ticket.
    func agent(of number: Int) async throws -> String? {
        let rows = try await admin.rows(
            "SELECT agent_id FROM assignment WHERE ticket_id = $1 AND ended_at IS NULL",
            UUID.numbered(number)
        )
        return try rows.first.map { try $0("agent_id") }
    }

    /// Work at hand of an agent.
    func load(_ agent: String) async throws -> Int {
        try await number("SELECT load::bigint AS n FROM agent_load WHERE agent_id = $1", agent)
    }

    /// Numbers of the tickets that wait, oldest deadline first.
    func waiting() async throws -> [Int] {
        let rows = try await admin.rows(
            """
            SELECT substr(t.number, 2)::int AS n FROM waiting_ticket w JOIN ticket t ON t.id = w.ticket_id
            ORDER BY w.due_at
            """
        )
        return try rows.map { try $0("n") }
    }

    /// One whole number from the database.
    func number(_ sql: String, _ parameters: any PostgresValue...) async throws -> Int {
        let rows = try await admin.rows(sql, parameters: parameters)
        return try rows.first.map { try $0("n") } ?? 0
    }
}
