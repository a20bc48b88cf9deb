import Broker
import Contracts
import Desk
import FoundationEssentials
import Harness
import Logging
import Postgres
import Tickets
import Topology
import WorkerKit

/// Settings of a command line against the test's own services.
func settings() -> PlatformSettings {
    var reader = SettingsReader([
        "AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": TestBroker.url,
    ])
    return PlatformSettings(&reader)
}

func quiet() -> Logger {
    Logger(label: "test") { LineLogHandler(label: $0, level: .critical, format: .text) }
}

/// Runs one turn as the desk and publishes what it said.
@discardableResult
func atDesk<T: Sendable>(
    _ actor: DeskActor = .agent("li.wei"),
    _ work: @Sendable (Desk) async throws -> T
) async throws -> T {
    let session = try CommandSession(Identity(worker: "desk"), settings: settings(), log: quiet())
    do {
        let result = try await session.turn { try await work(Desk($0, as: actor)) }
        _ = await session.finish()
        return result
    } catch {
        _ = await session.finish()
        throw error
    }
}

/// The test's database with every right.
@discardableResult
func withOwner<T: Sendable>(_ work: (Database) async throws -> T) async throws -> T {
    let database = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"), links: 1)
    do {
        let result = try await work(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}

/// A ticket as intake leaves it.
enum TicketFixture {
    static let id = UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
    static let customer = UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
    static let number = "AS-00000000"

    static func store(lane: Lane? = .urgent) async throws {
        try await withOwner { database in
            try await database.execute("INSERT INTO customer (id, name) VALUES ($1, '李娜')", customer)
            try await database.execute(
                """
                INSERT INTO ticket (id, number, customer_id, channel, account, external_id, subject, machine, received_at, clock_start)
                VALUES ($1, $2, $3, 'email', 'support@example.com', 'x-1', '机器不加热', false, aftersail.now(), aftersail.now())
                """,
                id,
                number,
                customer
            )
            try await database.execute(
                """
                INSERT INTO team (id, name) VALUES ('technical', 'Technical')
                """
            )
            try await database.execute(
                """
                INSERT INTO agent (id, name, language, team_id, zone, calendar, capacity)
                VALUES ('li.wei', 'Li Wei', 'zh', 'technical', 'Asia/Shanghai', 'always', 10)
                """
            )
            guard let lane else { return }
            try await database.execute(
                """
                INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                    language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
                VALUES ($1, $1, 'technical_fault', 0.9, false, '[]', 'zh', 1, 'high', 'many', 1, 'neutral', false, $2, '1', '[]')
                """,
                id,
                lane.rawValue
            )
        }
    }

    static func count(_ query: String) async throws -> Int {
        try await withOwner { database in
            let rows = try await database.rows(query)
            guard let row = rows.first else { return -1 }
            return Int(try row("n") as Int64)
        }
    }

    static func texts(_ query: String) async throws -> [String] {
        try await withOwner { database in try await database.rows(query).map { row in try row("t") as String } }
    }
}
