import Contracts
import Digest
import FoundationEssentials
import Postgres
import Setup

/// Compares files with what is in force and stores what differs, in one transaction.
struct SetupLoad: Sendable {
    let transaction: Transaction
    let files: [SetupFile]
    let loadedBy: String

    /// What changed, or would change.
    ///
    /// - Throws: `Failure` naming every problem; nothing was stored then.
    func run(dryRun: Bool) async throws -> [SetupChange] {
        // Loads run one after the other.
        transaction.enqueue("SELECT pg_advisory_xact_lock(7008, 4)")
        let inForce = try await documents()
        let now: Date = try await instant()
        let files = try SetupHolidays(now: now).expanded(files)
        let check = SetupCheck(files: files, inForce: inForce.mapValues(\.body), now: now)
        let complaints = check.complaints()
        guard complaints.isEmpty else { throw Failure(.badData, complaints.joined(separator: "\n")) }
        let changes = files.map { change($0, from: inForce[$0.kind]) }
        guard !dryRun else { return changes }
        for (file, change) in zip(files, changes) where change.state != .unchanged { store(file, change) }
        try await SetupRoster(transaction: transaction, files: files, inForce: inForce.mapValues(\.body)).apply()
        return changes
    }

    private struct Stored {
        let version: Int
        let sha256: String
        let body: JSONValue
    }

    private func documents() async throws -> [SetupKind: Stored] {
        let rows = try await transaction.values(
            """
            SELECT d.kind, d.body, encode(d.body_sha256, 'hex') AS sha256,
                (SELECT max(n.version) FROM setup_document n WHERE n.kind = d.kind) AS version
            FROM setup_document d
            WHERE d.active
            """
        )
        var stored: [SetupKind: Stored] = [:]
        for row in rows {
            guard let kind = row["kind"].string.flatMap({ SetupKind(rawValue: $0) }) else { continue }
            stored[kind] = Stored(version: row["version"].whole ?? 0, sha256: row["sha256"].shown, body: row["body"])
        }
        return stored
    }

    private func instant() async throws -> Date {
        guard let row = try await transaction.rows("SELECT aftersail.now() AS now").first else {
            throw Failure(.fault, "aftersail.clock is empty; run `aftersail doctor`")
        }
        return try row("now")
    }

    private func change(_ file: SetupFile, from stored: Stored?) -> SetupChange {
        guard let stored else { return SetupChange(kind: file.kind, state: .new, version: 1, details: []) }
        guard stored.sha256 != hex(file.sha256) else {
            return SetupChange(kind: file.kind, state: .unchanged, version: stored.version, details: [])
        }
        var details = SetupChange.differences(stored.body, file.body)
        if details.count > 20 { details = details.prefix(19) + ["… and \(details.count - 19) more"] }
        return SetupChange(kind: file.kind, state: .changed, version: stored.version + 1, details: details)
    }

    private func store(_ file: SetupFile, _ change: SetupChange) {
        transaction.enqueue("UPDATE setup_document SET active = false WHERE kind = $1 AND active", file.kind.rawValue)
        transaction.enqueue(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ($1, $2, $3, $4, true, $5)
            """,
            file.kind.rawValue,
            Int32(change.version),
            JSONText(file.canonical),
            Bytes(file.sha256),
            loadedBy
        )
    }
}
