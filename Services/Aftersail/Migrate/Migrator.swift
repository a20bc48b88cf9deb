import Postgres

/// Applies migrations, one process at a time.
struct Migrator {
    /// Most time for one file.
    private static let deadline = Duration.seconds(600)
    /// Times that a file is tried whose tables are in use: workers go on meanwhile.
    private static let tries = 60

    let database: Database
    /// Longest wait for a table, during which everybody else waits behind us.
    var lockWait = Duration.seconds(2)
    let files: [MigrationFile]
    /// Told the name of each file before it runs.
    let progress: (String) -> Void

    /// Applies what is missing and returns it; with `dryRun` only says what is missing.
    ///
    /// - Throws: `Failure` when a file was changed or removed after it was applied, `PostgresError`.
    func run(dryRun: Bool) async throws -> [MigrationFile] {
        let lock = try await lock()
        do {
            let missing = try await missing()
            if !dryRun { for file in missing { try await apply(file) } }
            await lock.close()
            return missing
        } catch {
            await lock.close()
            throw error
        }
    }

    /// Files that are not applied yet.
    func missing() async throws -> [MigrationFile] {
        let applied = try await applied()
        for (number, record) in applied.sorted(by: { $0.key < $1.key }) {
            guard let file = files.first(where: { $0.number == number }) else {
                throw Failure(
                    .refused,
                    "the database has migration \(record.name), which is not here: this program is older than the schema"
                )
            }
            guard file.sha256 == record.sha256 else {
                throw Failure(
                    .refused,
                    "migration \(file.name) was changed after it was applied; "
                        + "restore the file and put the change into a new one"
                )
            }
        }
        return files.filter { applied[$0.number] == nil }
    }

    /// Held by the session until it closes.
    private func lock() async throws -> Session {
        let session = try await database.openSession()
        do {
            try await session.execute("SELECT pg_advisory_lock(7008, 3)")
        } catch {
            guard case .rejected(state: "55P03", _, _) = error else { throw error }
            throw Failure(.tryLater, "another migration is under way; try again when it has ended")
        }
        return session
    }

    private func applied() async throws -> [Int: (name: String, sha256: String)] {
        let known = try await database.rows("SELECT to_regclass('aftersail.schema_migrations') IS NOT NULL AS known")
        guard let row = known.first, try row("known") as Bool else { return [:] }
        let rows = try await database.rows("SELECT number, name, sha256 FROM aftersail.schema_migrations")
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                (Int(try row("number") as Int32), (name: try row("name"), sha256: try row("sha256")))
            }
        )
    }

    private func apply(_ file: MigrationFile) async throws {
        progress(file.name)
        try await database.script(Self.table, deadline: Self.deadline)
        // Name and checksum hold letters, digits and underscores only.
        let record = """
            INSERT INTO aftersail.schema_migrations (number, name, sha256)
            VALUES (\(file.number), '\(file.name)', '\(file.sha256)');
            """
        do throws(PostgresError) {
            if file.runsOutsideTransaction {
                try await database.script(file.sql, deadline: Self.deadline)
                try await database.script(record, deadline: Self.deadline)
            } else {
                try await applyWhole("\(file.sql)\n;\(record)", named: file.name)
            }
        } catch {
            throw Failure(.fault, "migration \(file.name) failed and was rolled back: \(error)")
        }
    }

    /// In one transaction; again from the beginning while running workers are in the way.
    ///
    /// They lock rows of several tables in orders of their own, so a deadlock cannot be ruled out, and whoever waits for a
    /// whole table holds up all who come after.
    private func applyWhole(_ sql: String, named name: String) async throws(PostgresError) {
        let limit = "SET LOCAL lock_timeout = \(Int(lockWait / .milliseconds(1)));"
        var attempt = 0
        while true {
            do {
                return try await database.script("BEGIN;\(limit)\n\(sql)\nCOMMIT;", deadline: Self.deadline)
            } catch {
                attempt += 1
                guard error.category == .retry, attempt < Self.tries else { throw error }
                progress("\(name): its tables are in use, again")
                try? await Task.sleep(for: .milliseconds(Int.random(in: 100...500)))
            }
        }
    }

    private static let table = """
        CREATE SCHEMA IF NOT EXISTS aftersail;
        CREATE TABLE IF NOT EXISTS aftersail.schema_migrations (
            number integer CONSTRAINT schema_migrations_pkey PRIMARY KEY,
            name text NOT NULL,
            sha256 text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT pg_catalog.now() -- lint:clock the schema's clock is not made yet
        );
        GRANT USAGE ON SCHEMA aftersail TO PUBLIC;
        GRANT SELECT ON aftersail.schema_migrations TO PUBLIC;
        """
}
