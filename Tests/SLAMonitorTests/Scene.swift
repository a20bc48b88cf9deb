import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Tickets

@testable import SLAMonitor
@testable import WorkerKit

/// A database whose clock stands still until it is moved, and the worker's decisions run turn by turn on it.
struct Scene: Sendable {
    /// Monday, 23 November 2026, 08:00 UTC.
    static let start = Date(timeIntervalSince1970: 1_795_420_800)

    /// As its owner, to set the stage.
    let stage: Database
    /// As the worker's role.
    let database: Database
    let follower: TicketFollower
    let metrics: Metrics

    static func make() async throws -> Scene {
        let stage = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "stage"), links: 1)
        let role = ["role": "aftersail_sla_monitor"]
        let database = Database(
            PostgresConfiguration(url: TestDatabase.url, applicationName: "scene", sessionSettings: role),
            links: 1
        )
        let metrics = Metrics()
        let follower = TicketFollower(
            targets: TargetsInForce(patience: .zero, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            promiseWait: .seconds(60),
            bell: RelayedBell(),
            tally: SLATally(metrics)
        )
        let scene = Scene(stage: stage, database: database, follower: follower, metrics: metrics)
        try await scene.setClock(minutes: 0)
        try await scene.stage.watchTickets(from: start)
        return scene
    }

    /// Stops the product's clock so many minutes after `start`.
    func setClock(minutes: Double) async throws {
        try await stage.execute(
            "UPDATE clock SET virtual_anchor = $1, real_anchor = pg_catalog.now(), rate = 1e-9",
            Self.start.addingTimeInterval(minutes * 60)
        )
    }

    /// A new ticket, opened at `start`, whose message was written `agedMinutes` before.
    func open(_ number: Int = 1, agedMinutes: Double = 0, machine: Bool = false) async throws {
        try await stage.seedTickets(
            number...number,
            openedAt: Self.start,
            clockStart: Self.start.addingTimeInterval(-agedMinutes * 60),
            machine: machine
        )
    }

    /// A line of the ledger at the present instant.
    func write(_ kind: String, by actor: String = "agent:a", data: String = "{}", ticket number: Int = 1) async throws {
        try await stage.execute(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data)
            VALUES (gen_random_uuid(), $1, aftersail.now(), $2, $3, $4)
            """,
            UUID.numbered(number),
            kind,
            actor,
            JSONText(data)
        )
    }

    func classify(_ number: Int = 1, priority: Int = 1, lane: Lane = .urgent) async throws {
        try await stage.seedTriage(number...number, priority: priority, lane: lane)
    }

    /// One turn; returns what it says.
    @discardableResult
    func turn(_ work: @Sendable (Turn) async throws -> Void) async throws -> [OutboxRow] {
        try await database.transaction { transaction in
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            try await work(turn)
            let effects = turn.takeEffects()
            turn.enqueueLedger(effects.ledger)
            for action in effects.afterCommit { action() }
            return effects.outbox
        }
    }

    /// Delivers one message about a ticket, whichever: only its ticket counts.
    @discardableResult
    func follow(_ number: Int = 1) async throws -> [OutboxRow] {
        try await turn { turn in
            let claimed = try await turn.transaction.claim([.numbered(number)])
            _ = try await follower.follow(claimed, because: [:], in: turn)
        }
    }

    /// One run of the timers.
    @discardableResult
    func sweep() async throws -> [OutboxRow] {
        try await turn { turn in _ = try await TimerSweep(follower).run(in: turn) }
    }

    /// Puts a policy in force under a version of its own.
    func load(policy: String, version: Int = 1) async throws {
        try await stage.execute("UPDATE setup_document SET active = false WHERE kind = 'sla-policy'")
        try await stage.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('sla-policy', $1, $2, '', true, 'test')
            """,
            Int32(version),
            JSONText(policy)
        )
    }

    /// A policy of one rule for all tickets whose targets are these members of a JSON object.
    static func policy(_ targets: String) -> String {
        """
        {"name": "test", "version": 1, "rules": [{"name": "all", "match": {}, "warnShares": [50], "escalation": [],
          "targets": {\(targets)}}]}
        """
    }

    func clock(_ metric: String, cycle: Int = 1) async throws -> StoredClock? {
        try await stage.rows(
            "SELECT state, due_at, stopped_at, deadline_version FROM sla_clock WHERE metric = $1 AND cycle = $2",
            metric,
            Int32(cycle)
        ).first.map { try StoredClock($0) }
    }

    /// Steps told so far, such as `first_response 1 warn-50`, in order of time and name.
    func told() async throws -> [String] {
        try await stage.rows(
            "SELECT metric || ' ' || cycle || ' ' || step AS told FROM sla_notice ORDER BY told_at, metric, cycle, step"
        ).map { row in try row("told") }
    }

    func timers() async throws -> [String] {
        try await stage.rows("SELECT metric || ' ' || step AS timer FROM timer ORDER BY metric, step")
            .map { row in try row("timer") }
    }
}

/// A clock as the database holds it, instants in minutes after the scene's start.
struct StoredClock: Equatable, CustomStringConvertible {
    let state: String
    let due: Double?
    let stopped: Double?
    let version: Int

    var description: String { "\(state), due \(due ?? -1), stopped \(stopped ?? -1), version \(version)" }

    init(_ state: String, due: Double?, stopped: Double? = nil, version: Int = 1) {
        self.state = state
        self.due = due
        self.stopped = stopped
        self.version = version
    }

    init(_ row: Row) throws {
        func minutes(_ date: Date?) -> Double? {
            date.map { ($0.timeIntervalSince(Scene.start) / 60 * 100).rounded() / 100 }
        }
        self.init(
            try row("state"),
            due: minutes(try row("due_at")),
            stopped: minutes(try row("stopped_at")),
            version: try row("deadline_version")
        )
    }
}
