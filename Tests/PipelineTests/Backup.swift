import FoundationEssentials
import Harness
import Postgres
import Proving

/// What an operator does with PostgreSQL's own tools, as docs/guides/restore.md says it.
struct Backup: Sendable {
    private static let bin =
        ProcessInfo.processInfo.environment["AFTERSAIL_TEST_POSTGRES_BIN"] ?? "/usr/lib/postgresql/15/bin"

    /// The dump, and beside it the roles.
    let file: String
    private var roles: String { file + ".roles" }

    /// Takes a backup of a database while others write to it.
    static func take(of url: String) throws -> Backup {
        let file = FileManager.default.temporaryDirectory.appending(path: "aftersail-\(UUID().uuidString).dump").path
        let backup = Backup(file: file)
        try shell("\(bin)/pg_dump --format=custom --file=\(file) --dbname='\(url)'")
        try shell("\(bin)/pg_dumpall --roles-only --no-role-passwords --dbname='\(url)' >\(backup.roles)")
        return backup
    }

    /// Loads it into a new database of another server; `server` is the address of any of its databases.
    func restore(into database: String, of server: PrivatePostgres) throws -> String {
        let maintenance = try server.url()
        let url = try server.url(database: database)
        try Self.shell("grep ' aftersail_' \(roles) | \(Self.bin)/psql -X -q -v ON_ERROR_STOP=1 -d '\(maintenance)'")
        try Self.shell("\(Self.bin)/psql -X -q -v ON_ERROR_STOP=1 -d '\(maintenance)' -c 'CREATE DATABASE \(database)'")
        try Self.shell("\(Self.bin)/pg_restore --exit-on-error --dbname='\(url)' \(file)")
        return url
    }

    func remove() {
        for path in [file, roles] { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Makes a database without a schema.
    static func emptyDatabase(_ name: String, on server: PrivatePostgres) throws -> String {
        try shell("\(bin)/psql -X -q -v ON_ERROR_STOP=1 -d '\(try server.url())' -c 'CREATE DATABASE \(name)'")
        return try server.url(database: name)
    }

    private static func shell(_ script: String) throws {
        let run = try CommandLineRun.run(
            ["/bin/bash", "-c", "set -euo pipefail; \(script)"],
            variables: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"],
            input: nil
        )
        guard run.status == 0 else { throw CommandFailed(output: run.output) }
    }
}
