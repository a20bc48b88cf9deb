import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Intake
@testable import WorkerKit

/// Intake's handler on the test's database, as its own role, one turn a call.
struct Desk: Sendable {
    /// What a committed turn left.
    struct Done: Sendable {
        let verdicts: [Verdict]
        let answers: [IntakeAnswerV1]
        let outbox: [OutboxRow]

        /// Names of what was said, in order.
        var said: [String] { outbox.map(\.headers.type) }
    }

    static let numbering = standardNumbering()

    let database: Database
    let owner: Database
    let handler: AcceptRequests

    /// `keys`: those of tokens, as an operator sets them.
    init(keys: String? = nil) {
        database = Database(
            PostgresConfiguration(
                url: TestDatabase.url,
                applicationName: "intake-test",
                sessionSettings: [
                    "role": "aftersail_intake", "enable_seqscan": "off", "enable_hashjoin": "off",
                    "enable_mergejoin": "off", "jit": "off", "lock_timeout": "10s",
                ]
            )
        )
        owner = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"))
        handler = AcceptRequests(
            numbering: Self.numbering,
            tokens: keys.flatMap { ThreadTokens(setting: $0) } ?? .none,
            tally: IntakeTally(Metrics())
        )
    }

    /// Handles a batch in one transaction, at the database's own time or another; `meanwhile` runs before the commit.
    ///
    /// As a worker does: without care first, with care when a key turns out to be taken.
    @discardableResult
    func take(
        _ batch: [RawMessage],
        now: Date? = nil,
        meanwhile: () async throws -> Void = {}
    ) async throws -> Done {
        do {
            return try await take(batch, carefully: false, now, meanwhile)
        } catch let error as PostgresError where error.isTakenKey {
            return try await take(batch, carefully: true, now, meanwhile)
        }
    }

    private func take(
        _ batch: [RawMessage],
        carefully: Bool,
        _ now: Date?,
        _ meanwhile: () async throws -> Void
    ) async throws -> Done {
        try await database.transaction { transaction in
            let instant = try await now.orInstant(of: transaction)
            let turn = Turn(transaction: transaction, now: instant, isCareful: carefully)
            let verdicts = try await handler.decide(batch, in: turn)
            let effects = turn.takeEffects()
            turn.enqueueLedger(effects.ledger)
            for action in effects.afterCommit { action() }
            try await meanwhile()
            return Done(
                verdicts: verdicts,
                answers: try effects.answers.map { try WireJSON.decode(IntakeAnswerV1.self, from: $0.body) },
                outbox: effects.outbox
            )
        }
    }

    /// Handles requests that ask for an answer.
    @discardableResult
    func take(_ requests: RequestFixture...) async throws -> Done {
        try await take(requests.map { $0.message(replyTo: "amq.gen-test") })
    }

    /// One whole number.
    func number(_ sql: String) async throws -> Int {
        guard let row = try await owner.rows(sql).first else { return 0 }
        return try row("n")
    }

    func count(_ table: String) async throws -> Int { try await number("SELECT count(*) AS n FROM \(table)") }

    /// The first column `t` of all rows.
    func texts(_ sql: String) async throws -> [String] { try await owner.rows(sql).map { try $0("t") } }

    private static func standardNumbering() -> Numbering {
        var reader = SettingsReader([:])
        guard let numbering = IntakeSettings(&reader).numbering else { preconditionFailure("the defaults are valid") }
        return numbering
    }
}

extension Date? {
    fileprivate func orInstant(of transaction: Transaction) async throws -> Date {
        if let self { return self }
        return try await transaction.instant()
    }
}
