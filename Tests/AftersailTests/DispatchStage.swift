import Contracts
import Desk
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Aftersail
@testable import Dispatcher
@testable import WorkerKit

/// A database with people in a network, a clock moved by hand, and the dispatcher's decisions turn by turn.
struct DispatchStage: Sendable {
    let database: Database
    private let dispatching = Dispatching(setup: RoutingSetup(dutyTeam: "duty"), tally: DispatchTally(Metrics()))
    private let release = CapacityReturn(bell: Bell())

    /// Teams, three agents (Lan of a dealer's joint centre) and a Monday, 10:00 UTC.
    static func run(_ work: (DispatchStage) async throws -> Void) async throws {
        try await withOwner { database in
            let stage = DispatchStage(database: database)
            try await stage.set("2026-11-23T10:00:00Z")
            try await stage.fill()
            try await work(stage)
        }
    }

    private init(database: Database) {
        self.database = database
    }

    static func id(_ number: Int) -> UUID { ClockStage.id(number) }

    func set(_ instant: String) async throws {
        try await database.execute(
            "UPDATE clock SET virtual_anchor = $1, real_anchor = pg_catalog.now(), rate = 1e-9",
            try #require(RFC3339.date(instant))
        )
    }

    private func fill() async throws {
        try await database.execute(
            "INSERT INTO team (id, name) VALUES ('technical', 'Technical support'), ('quality', 'Product quality')"
        )
        try await database.execute(
            """
            INSERT INTO site (id, name, level, country, latitude, longitude, dealer)
            VALUES ('hanoi', 'Hà Nội', 'joint', 'VN', 21, 106, 'Sao Mai'), ('hamburg', 'Hamburg', 'flagship', 'DE', 53, 10, NULL)
            """
        )
        for (id, name, team, site, skills, languages) in [
            ("lan", "Trần Lan", "technical", "hanoi", #"{"technical_fault": 3}"#, #"{"vi": "native", "en": "basic"}"#),
            (
                "ann", "Anna Lind", "technical", "hamburg", #"{"technical_fault": 2}"#,
                #"{"en": "native", "vi": "basic"}"#
            ),
            ("liu", "Liu Fang", "quality", "hamburg", #"{"product_quality": 3}"#, #"{"en": "fluent"}"#),
        ] {
            try await database.execute(
                """
                INSERT INTO agent (id, name, language, team_id, zone, calendar, capacity, skills, languages, site_id)
                VALUES ($1, $2, 'en', $3, 'UTC', 'always', 5, $4, $5, $6)
                """,
                id,
                name,
                team,
                JSONText(skills),
                JSONText(languages),
                site
            )
        }
    }

    /// Tickets that are sorted and dispatched.
    func open(_ number: Int, language: String = "vi", country: String = "VN", category: String = "technical_fault")
        async throws
    {
        let id = Self.id(number)
        try await database.execute("INSERT INTO customer (id, country) VALUES ($1, $2)", id, country)
        try await database.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, country, machine, received_at,
                clock_start, subject)
            VALUES ($1, $2, $1, 'email', 'a', $2, $3, false, aftersail.now(), aftersail.now(), 'secret words')
            """,
            id,
            ClockStage.number(number),
            country
        )
        try await database.execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
            VALUES ($1, $1, $2, 1, false, '[]', $3, 1, 'low', 'one', 3, 'neutral', false, 'normal', '1', '{}')
            """,
            id,
            category,
            language
        )
        let heard = TicketClassifiedV1(
            ticketID: id,
            category: category,
            confidence: 1,
            language: language,
            priority: 3,
            lane: .normal,
            rulesVersion: "1"
        )
        try await hear(heard, with: AssignClassified(dispatching: dispatching))
    }

    /// The dispatcher acts on what the desk asked.
    func reassign(_ number: Int, to agent: String? = nil, team: String? = nil, by actor: String) async throws {
        let request = TicketReassignRequestedV1(
            ticketID: Self.id(number),
            agentID: agent,
            teamID: team,
            actor: actor
        )
        try await hear(request, with: HandOver(dispatching: dispatching, release: release))
    }

    /// A deadline passed twice.
    func breach(_ number: Int) async throws {
        let breach = SLABreachedV1(
            ticketID: Self.id(number),
            metric: "first_response",
            cycle: 1,
            level: 2,
            role: "lead",
            dueAt: Date(timeIntervalSince1970: 0),
            deadlineVersion: 1
        )
        try await hear(breach, with: Escalate(dispatching: dispatching, release: release))
    }

    /// The dispatcher looks after its agents.
    func watch() async throws {
        try await turn { turn in
            _ = try await WatchAgents(dispatching: dispatching, release: release).run(in: turn)
        }
    }

    func resolve(_ number: Int) async throws {
        try await database.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle) VALUES ($1, 'resolved', 1, 1)
            ON CONFLICT (ticket_id) DO UPDATE SET status = 'resolved'
            """,
            Self.id(number)
        )
        let resolved = TicketResolvedV1(ticketID: Self.id(number), version: 1, cycle: 1)
        try await hear(resolved, with: ReleaseEnded<TicketResolvedV1>(release: release))
    }

    private func hear<H: Handler>(_ body: H.Body, with handler: H) async throws {
        let envelope = Envelope(
            id: .version7(at: Date(timeIntervalSince1970: 1_795_428_000)),
            queue: "dispatcher.normal",
            attempt: 1,
            trace: .begin(),
            replyTo: nil,
            causes: []
        )
        try await turn { _ = try await handler.decide([Received(body: body, envelope: envelope)], in: $0) }
    }

    private func turn(_ work: (Turn) async throws -> Void) async throws {
        try await database.transaction { transaction in
            transaction.enqueue("SET LOCAL ROLE aftersail_dispatcher")
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            try await work(turn)
            turn.enqueueLedger(turn.takeEffects().ledger)
        }
    }
}
