import Broker
import Logging
import Postgres
import WorkerKit

/// Ways to the database and the broker, opened for one command.
struct Access: Sendable {
    private let environment: [String: String]
    private let complain: @Sendable (String) -> Void

    init(_ options: CommonOptions, _ around: Surroundings) {
        var environment = around.environment
        if let url = options.databaseURL { environment["AFTERSAIL_DATABASE_URL"] = url }
        if let url = options.brokerURL { environment["AFTERSAIL_BROKER_URL"] = url }
        self.environment = environment
        complain = around.complain
    }

    /// A variable that is no platform setting.
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// All variables, for a reader of settings.
    var variables: [String: String] { environment }

    /// Runs reading work as the operator's role.
    func read<T: Sendable>(_ work: (Database) async throws -> T) async throws -> T {
        let session = try session("operator", needing: [.database])
        do {
            let result = try await work(session.database)
            _ = await session.finish()
            return result
        } catch {
            _ = await session.finish()
            throw error
        }
    }

    /// Runs one turn and publishes what it said; when the broker is away, its rows stay for the sla-monitor.
    func change<T: Sendable>(as role: String, _ work: @Sendable (Turn) async throws -> T) async throws -> T {
        let session = try session(role, needing: [.database, .broker])
        do {
            let result = try await session.turn(work)
            let departure = await session.finish()
            if departure.left > 0 {
                complain(
                    "aftersail: done; \(departure.left) messages stay in the outbox until the broker is back "
                        + "(the sla-monitor publishes them)\n"
                )
            }
            return result
        } catch {
            _ = await session.finish()
            throw error
        }
    }

    /// The database as the login role, before roles and schema need to exist.
    func withPlainDatabase<T: Sendable>(_ work: (Database) async throws -> T) async throws -> T {
        let url = try settings([.database]).databaseURL
        let database = Database(PostgresConfiguration(url: url, applicationName: "aftersail-operator"), links: 1)
        do {
            let result = try await work(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// A link for questions and declarations.
    func withTopology<T: Sendable>(_ work: (TopologyLink) async throws -> T) async throws -> T {
        let link = TopologyLink(try brokerAddress("aftersail topology"))
        do {
            let result = try await work(link)
            await link.close()
            return result
        } catch {
            await link.close()
            throw error
        }
    }

    /// The broker's address under a connection name.
    func brokerAddress(_ name: String) throws -> BrokerAddress {
        let settings = try settings([.broker])
        return try BrokerAddress(settings.brokerURL, caFile: settings.brokerCA, connectionName: name)
    }

    /// What a command cannot do without.
    enum Need { case database, broker }

    private func session(_ role: String, needing needs: Set<Need>) throws -> CommandSession {
        let settings = try settings(needs)
        let log = Logger(label: "aftersail") { LineLogHandler(label: $0, level: .critical, format: .text) }
        return try CommandSession(Identity(worker: role), settings: settings, log: log)
    }

    private func settings(_ needs: Set<Need>) throws -> PlatformSettings {
        var reader = SettingsReader(environment)
        let settings = PlatformSettings(&reader)
        if needs.contains(.database), settings.databaseURL.isEmpty {
            throw Failure(.badData, "AFTERSAIL_DATABASE_URL must be set, or give --database-url (try: . .local/env)")
        }
        if needs.contains(.broker), settings.brokerURL.isEmpty {
            throw Failure(.badData, "AFTERSAIL_BROKER_URL must be set, or give --broker-url (try: . .local/env)")
        }
        return settings
    }
}
