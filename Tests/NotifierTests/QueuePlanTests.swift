import FoundationEssentials
import Harness
import Postgres
import SMTP
import Testing

@testable import Notifier
@testable import WorkerKit

@Suite("Plans for the queue of mails", .freshDatabase)
struct QueuePlanTests {
    @Test("a queue that was empty when its plans were made is not read as a whole for a few of its mails")
    func filled() async throws {
        let rig = try await Rig.make()
        let worker = try Self.worker(rig)
        // As at rest: nothing under way, and the statistics know it.
        try await rig.database.execute("ANALYZE mail_queue")
        #expect(try await Self.sendDue(worker).claimed == 0)
        try await rig.crowd(of: 5_000)

        let use = try await Self.sendDue(worker)

        #expect(use.claimed == 100)
        // A handful of looks at each row: claim, update, result, removal.
        #expect(use.rowsRead < 1_000, "\(use.rowsRead) rows of the queue were read for 100 mails")
        #expect(try await rig.number("SELECT count(*) AS n FROM mail_queue") == 4_900)
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'sent'") == 100)
    }

    @Test("what became of a mail is written beside it and touches no index")
    func besides() async throws {
        let rig = try await Rig.make()
        try await rig.crowd(of: 100)
        let use = try await Self.sendDue(try Self.worker(rig))

        #expect(use.claimed == 100)
        #expect(use.updated == 100)
        #expect(use.updatedInPlace == 100, "an index of notification names a column that changes when a mail is sent")
    }

    /// One link with the settings of the worker, so that its plans stay.
    private static func worker(_ rig: Rig) throws -> Database {
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": rig.databaseURL, "AFTERSAIL_BROKER_URL": "amqp://unused",
        ])
        return PlatformSettings(&reader).database(Identity(worker: "notifier"), links: 1)
    }

    /// Claims and settles up to 100 mails in one transaction; tells how many rows of the queue that read.
    private static func sendDue(_ database: Database) async throws -> Use {
        try await database.transaction { transaction in
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            let mails = try await turn.claimMails(limit: 100, notIn: [], epoch: 5)
            try await turn.settle(mails.map { MailResult(.accepted(reply: "250 ok"), of: $0) }, epoch: 5)
            turn.enqueueLedger(turn.takeEffects().ledger)
            let rows = try await transaction.rows(
                """
                SELECT COALESCE(q.seq_tup_read, 0) + COALESCE(q.idx_tup_fetch, 0) AS read,
                    n.n_tup_upd AS updated, n.n_tup_hot_upd AS in_place
                FROM pg_stat_xact_user_tables q, pg_stat_xact_user_tables n
                WHERE q.relname = 'mail_queue' AND n.relname = 'notification'
                """
            )
            let row = try #require(rows.first)
            return Use(
                claimed: mails.count,
                rowsRead: try row("read"),
                updated: try row("updated"),
                updatedInPlace: try row("in_place")
            )
        }
    }

    /// What sending cost: rows read of the queue, rows changed of the notifications and of these within their page.
    private struct Use {
        let claimed: Int
        let rowsRead: Int
        let updated: Int
        let updatedInPlace: Int
    }
}

extension Rig {
    /// As many mails to customers about one ticket, all due.
    fileprivate func crowd(of count: Int) async throws {
        try await database.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state,
                 mail_id)
            SELECT gen_random_uuid(), $1, 'crowd:' || n, 'progress', 'customer', true, 'email',
                   'c' || n || '@customer.example', 'en', 'Hello', 'We are here.', 'queued', '<crowd' || n || '@m.example>'
            FROM generate_series(1, $2) AS n
            """,
            try await ticket(1),
            Int32(count)
        )
    }
}
