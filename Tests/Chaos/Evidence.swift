import FoundationEssentials
import Postgres

/// What the checker asks: the generator's and the mail server's records beside the system's own tables, in one database.
///
/// Copied in after the run, into a schema that no worker knows.
struct Evidence: Sendable {
    private static let atOnce = 5_000
    let database: Database

    /// Copies both records and the instants at which each step of each ticket was committed.
    func gather(ledger: [String: GeneratorLedger.Entry], mails: [(id: String, recipient: String)]) async throws {
        try await database.script(Self.tables)
        let posted = ledger.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: posted.count, by: Self.atOnce) {
            let part = posted[start..<min(start + Self.atOnce, posted.count)]
            try await database.execute(
                """
                INSERT INTO proof.posted SELECT * FROM unnest($1::text[], $2::integer[], $3::integer[], $4::timestamptz[])
                """,
                part.map(\.key),
                part.map { Int32($0.value.posts) },
                part.map { Int32($0.value.repeats) },
                part.map(\.value.confirmed)
            )
        }
        for start in stride(from: 0, to: mails.count, by: Self.atOnce) {
            let part = mails[start..<min(start + Self.atOnce, mails.count)]
            try await database.execute(
                "INSERT INTO proof.mail SELECT * FROM unnest($1::text[], $2::text[])",
                part.map(\.id),
                part.map(\.recipient)
            )
        }
        try await database.script(Self.steps, deadline: .seconds(120))
    }

    private static let tables = """
        DROP SCHEMA IF EXISTS proof CASCADE;
        CREATE SCHEMA proof;
        CREATE TABLE proof.posted (external_id text PRIMARY KEY, posts integer, repeats integer, confirmed_at timestamptz);
        CREATE TABLE proof.mail (mail_id text, recipient text);
        """

    /// When each step of a ticket was committed first: rows of these two tables are only ever inserted.
    private static let steps = """
        CREATE TABLE proof.step AS
            SELECT ticket_id, kind, min(pg_xact_commit_timestamp(xmin)) AS at
            FROM ticket_event
            WHERE kind IN ('opened', 'classified', 'assigned', 'acknowledged', 'resolved', 'survey_invited')
            GROUP BY ticket_id, kind
        UNION ALL
            SELECT ticket_id, 'promised', min(pg_xact_commit_timestamp(xmin))
            FROM sla_notice
            WHERE step = 'promise'
            GROUP BY ticket_id
        UNION ALL
            SELECT t.id, 'posted', p.confirmed_at
            FROM proof.posted p
            JOIN ticket t USING (external_id)
            WHERE p.confirmed_at IS NOT NULL;
        CREATE INDEX ON proof.step (kind, at);
        CREATE INDEX ON proof.step (ticket_id, kind);
        CREATE INDEX ON proof.mail (mail_id);
        ANALYZE proof.posted;
        ANALYZE proof.mail;
        ANALYZE proof.step;
        """
}
