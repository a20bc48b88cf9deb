import Contracts
import FoundationEssentials
import Postgres
import Triage

/// The models in the database, one transaction's view: who may decide, and who decided before.
struct ModelShelf: Sendable {
    /// What happened to a model.
    struct Change: Sendable {
        let version: String?
        /// Whose place it took.
        let before: String?
    }

    /// Larger files are no models.
    static let most = 1 << 24

    let transaction: Transaction
    let name: String

    /// A shelf that nobody else changes until the transaction ends; classifiers go on reading.
    init(_ transaction: Transaction, by name: String) {
        self.transaction = transaction
        self.name = name
        transaction.enqueue("LOCK TABLE triage_model IN SHARE ROW EXCLUSIVE MODE")
    }

    /// Stores a model as a candidate; the same bytes again change nothing.
    ///
    /// - Returns: whether it is new.
    func add(_ model: TextModel, bytes: Data) async throws -> Bool {
        let added = try await transaction.execute(
            """
            INSERT INTO triage_model (version, bytes, facts, state, added_by) VALUES ($1, $2, $3, 'candidate', $4)
            ON CONFLICT (version) DO NOTHING
            """,
            model.version,
            Bytes(Array(bytes)),
            JSONText(Self.facts(of: model, size: bytes.count).text),
            name
        )
        return added == 1
    }

    /// Lets a model decide from now on.
    func activate(_ version: String) async throws -> Change {
        let state = try await state(of: version)
        let before = try await holder(of: "active")
        guard state != "active" else { return Change(version: version, before: version) }
        move(["active"], to: "retired")
        move(version, to: "active")
        transaction.enqueue("INSERT INTO triage_activation (version, activated_by) VALUES ($1, $2)", version, name)
        return Change(version: version, before: before)
    }

    /// Has a model judge beside the one that decides; nil ends that.
    func shadow(_ version: String?) async throws -> Change {
        let before = try await holder(of: "shadow")
        if let version, try await state(of: version) == "active" {
            throw Failure(.refused, "model \(version) decides already; only another one can stand in its shadow")
        }
        move(["shadow"], to: "candidate")
        if let version { move(version, to: "shadow") }
        return Change(version: version, before: before)
    }

    /// Goes back to the model that decided before; without one to the classifier's file.
    func rollback() async throws -> Change {
        guard let present = try await holder(of: "active") else {
            throw Failure(
                .refused,
                "no model of the database decides, so there is nothing to roll back; see `aftersail triage model list`"
            )
        }
        transaction.enqueue(
            """
            UPDATE triage_activation SET undone_at = aftersail.now(), undone_by = $1
            WHERE id = (SELECT max(a.id) FROM triage_activation a WHERE a.undone_at IS NULL)
            """,
            name
        )
        let rows = try await transaction.rows(
            "SELECT version FROM triage_activation WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
        )
        let previous: String? = try rows.first.map { row in try row("version") }
        move(["active"], to: "retired")
        if let previous { move(previous, to: "active") }
        return Change(version: previous, before: present)
    }

    /// Removes a model that neither decides nor stands in the shadow, and what it guessed there.
    func drop(_ version: String) async throws {
        let state = try await state(of: version)
        guard state == "candidate" || state == "retired" else {
            throw Failure(
                .refused,
                "model \(version) is \(state); \(state == "active" ? "activate another or roll back" : "end its shadow") first"
            )
        }
        transaction.enqueue("DELETE FROM triage_shadow WHERE model_version = $1", version)
        transaction.enqueue("DELETE FROM triage_model WHERE version = $1", version)
    }

    private func state(of version: String) async throws -> String {
        let rows = try await transaction.rows("SELECT state FROM triage_model WHERE version = $1", version)
        guard let row = rows.first else {
            throw Failure(
                .badData,
                "there is no model '\(version)' in the database; list them with `aftersail triage model list`"
            )
        }
        return try row("state")
    }

    private func holder(of state: String) async throws -> String? {
        let rows = try await transaction.rows("SELECT version FROM triage_model WHERE state = $1", state)
        return try rows.first.map { row in try row("version") }
    }

    private func move(_ version: String, to state: String) {
        transaction.enqueue("UPDATE triage_model SET state = $2 WHERE version = $1", version, state)
    }

    private func move(_ states: [String], to state: String) {
        transaction.enqueue("UPDATE triage_model SET state = $2 WHERE state = ANY($1)", states, state)
    }

    private static func facts(of model: TextModel, size: Int) -> JSONValue {
        let training = model.header.training
        return .object([
            "bytes": .count(size), "texts": .count(training.texts), "texts_sha256": .string(training.sha256),
            "threshold": .number(Share.decimal(model.header.threshold)),
            "held_out_accuracy": .number(Share.decimal(training.heldOutAccuracy)),
            "held_out_covered_accuracy": .number(Share.decimal(training.heldOutCoveredAccuracy)),
            "held_out_coverage": .number(Share.decimal(training.heldOutCoverage)),
        ])
    }
}
