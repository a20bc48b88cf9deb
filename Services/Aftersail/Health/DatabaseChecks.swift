import Contracts
import FoundationEssentials
import Postgres

/// What the doctor asks the database, as the login role: roles may be the very thing that is missing.
struct DatabaseChecks: Sendable {
    let access: Access
    let migrations: String?

    func run() async -> [Finding] {
        do {
            return try await access.withPlainDatabase { database in
                var findings = [try await version(database)]
                let schema = try await schema(database)
                findings.append(schema)
                let isThere = try await database.values(
                    "SELECT to_regclass('aftersail.outbox_operator') IS NOT NULL AS there"
                )
                guard isThere.first?["there"].truth == true else { return findings }
                findings += try await RoleChecks(database: database).run()
                findings += try await [connections(database), partitions(database), clock(database), seals(database)]
                findings += try await RestoreChecks(database: database).run()
                return findings + (try await LeftoverChecks(database: database).run())
            }
        } catch {
            return [
                .fail(
                    "database",
                    Failure(error)?.message ?? "\(error)",
                    "start PostgreSQL, or correct AFTERSAIL_DATABASE_URL"
                )
            ]
        }
    }

    private func version(_ database: Database) async throws -> Finding {
        let row = try await database.values(
            "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number"
        )
        let version = row.first?["version"].shown ?? "unknown"
        return (row.first?["number"].whole ?? 0) >= 150_000
            ? .ok("database", "PostgreSQL \(version)")
            : .fail("database", "PostgreSQL \(version)", "upgrade to PostgreSQL 15 or later")
    }

    private func schema(_ database: Database) async throws -> Finding {
        do {
            let files = try MigrationFile.all(
                in: try MigrationFolder.find(migrations, home: access.variable("AFTERSAIL_HOME"))
            )
            let missing = try await Migrator(database: database, files: files, progress: { _ in }).missing()
            return missing.isEmpty
                ? .ok("schema", "\(files.count) migrations applied")
                : .fail(
                    "schema",
                    "not applied: \(missing.map(\.name).joined(separator: ", "))",
                    "run `aftersail migrate`"
                )
        } catch let failure as Failure {
            return .fail(
                "schema",
                failure.message,
                "compare the installed program and its ops/migrations with the database"
            )
        }
    }

    private func connections(_ database: Database) async throws -> Finding {
        let row = try await database.values(
            """
            SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS room,
                p.count AS processes, p.monitors
            FROM (
                SELECT count(*), count(*) FILTER (WHERE worker = 'sla-monitor') AS monitors
                FROM (\(StatusReport.processes)) x
            ) p
            """
        )
        let room = row.first?["room"].whole ?? 0
        let processes = row.first?["processes"].whole ?? 0
        // A second lane of timers has a link of its own.
        let lanes = max(1, row.first?["monitors"].whole ?? 0)
        let wanted = max(6, processes) * 3 + lanes + 10
        let found =
            "\(processes) processes with 3 links each, \(lanes) for timers and 10 to spare need \(wanted) of \(room) connections"
        return wanted <= room
            ? .ok("connections", found)
            : .fail("connections", found, "raise max_connections of PostgreSQL, or run fewer replicas")
    }

    private func partitions(_ database: Database) async throws -> Finding {
        let row = try await database.values(
            """
            SELECT count(*) AS ahead
            FROM pg_inherits i
            JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'aftersail.inbox'::regclass
              AND c.relname > 'inbox_' || to_char(aftersail.now() AT TIME ZONE 'UTC', 'IYYY"w"IW')
            """
        )
        let ahead = row.first?["ahead"].whole ?? 0
        return ahead >= 2
            ? .ok("inbox", "partitions for \(ahead) weeks ahead")
            : .fail(
                "inbox",
                "partitions for \(ahead) weeks ahead",
                "start any worker, it makes them; or run SELECT aftersail.maintain_inbox(aftersail.now(), '8 weeks')"
            )
    }

    private func clock(_ database: Database) async throws -> Finding {
        let row = try await database.values(
            "SELECT rate, abs(extract(epoch FROM virtual_anchor - real_anchor)) AS shift FROM aftersail.clock"
        )
        guard let clock = row.first else {
            return .fail("clock", "aftersail.clock has no row", "restore it from a backup of the schema")
        }
        let isReal = Double(clock["rate"].shown) == 1 && (Double(clock["shift"].shown) ?? 1) < 1
        return isReal
            ? .ok("clock", "real time")
            : .fail(
                "clock",
                "rate \(clock["rate"].shown), shifted by \(clock["shift"].shown) s",
                "this is a simulation's clock: never with real customers"
            )
    }

    private func seals(_ database: Database) async throws -> Finding {
        let row: [JSONValue]
        do {
            row = try await database.values("SELECT aftersail.first_broken_seal() AS broken")
        } catch {
            return .warn(
                "record",
                "its seals were not checked: \(Failure(error)?.message ?? "\(error)")",
                "ask again at a quiet hour"
            )
        }
        guard let broken = row.first?["broken"].whole else { return .ok("record", "every sealed event is unchanged") }
        return .fail(
            "record",
            "the seal over position \(broken) does not fit its events",
            "somebody changed ticket_event: compare with a backup"
        )
    }
}
