/// The SQL of ``TicketCopies``, table by table.
enum CopyStatements {
    /// Tables whose rows name their ticket in `ticket_id`.
    private static let sourced = [
        "message", "intake_receipt", "triage", "assignment", "sla_clock", "sla_notice", "notification", "ticket_event",
    ]

    /// Makes the schema `bench`: the chosen tickets, small copies of their rows, and who is copied to what.
    static func preparation(_ choice: String) -> [String] {
        [
            """
            CREATE SCHEMA IF NOT EXISTS bench;
            -- A UUIDv7 of that instant; the rest follows from kind and number.
            CREATE OR REPLACE FUNCTION bench.id(kind text, number bigint, instant timestamptz) RETURNS uuid
            LANGUAGE sql STABLE PARALLEL SAFE
            AS $$
                SELECT overlay(overlay(md5(kind || ':' || number)
                    PLACING lpad(to_hex(floor(extract(epoch FROM instant) * 1000)::bigint), 12, '0') || '7' FROM 1 FOR 13)
                    PLACING '8' FROM 17 FOR 1)::uuid
            $$;
            DROP TABLE IF EXISTS bench.source, bench.copy, bench.inbox_rate;
            CREATE UNLOGGED TABLE bench.source AS
            SELECT row_number() OVER (ORDER BY t.opened_at, t.id) - 1 AS place, t.*, c.ticket AS chosen, c.due
            FROM (\(choice)) c
            JOIN aftersail.ticket t ON t.id = c.ticket;
            CREATE UNLOGGED TABLE bench.copy (
                n bigint PRIMARY KEY, source uuid NOT NULL, shift interval NOT NULL, opened timestamptz NOT NULL,
                ticket uuid NOT NULL, customer uuid NOT NULL, message uuid NOT NULL, due timestamptz
            );
            -- What each worker has handled for one ticket, in whole messages.
            CREATE UNLOGGED TABLE bench.inbox_rate AS
            SELECT i.worker, round(count(*)::numeric / (SELECT greatest(1, count(*)) FROM aftersail.ticket))::int AS each
            FROM aftersail.inbox i
            GROUP BY i.worker
            """
        ]
            + (sourced + ["ticket_state", "timer"]).map { table in
                """
                DROP TABLE IF EXISTS bench.\(table);
                CREATE UNLOGGED TABLE bench.\(table) AS
                SELECT x.* FROM aftersail.\(table) x JOIN bench.source s ON s.id = x.ticket_id;
                ANALYZE bench.\(table)
                """
            } + ["ANALYZE bench.source"]
    }

    static let placeInThePast = place(
        shift: "make_interval(secs => -86400 - 4320000.0 * ($3 - n) / $3)",
        due: "NULL::timestamptz"
    )

    /// The due instants of the copies lie one microsecond apart: at one instant, and yet in an order.
    static let placeDue = place(
        shift: "($4::timestamptz - s.due) - make_interval(secs => ($3 - n) * 0.000001)",
        due: "s.due"
    )

    private static func place(shift: String, due: String) -> String {
        """
        INSERT INTO bench.copy
        SELECT n, x.id, x.shift, x.opened_at + x.shift, bench.id('ticket', n, x.opened_at + x.shift),
            bench.id('customer', n, x.opened_at + x.shift), bench.id('message', n, x.opened_at + x.shift),
            x.due + x.shift
        FROM (
            SELECT n, s.id, s.opened_at, \(shift) AS shift, \(due) AS due
            FROM generate_series($1::bigint, $2::bigint) AS n
            JOIN bench.source s ON s.place = n % (SELECT count(*) FROM bench.source)
        ) x
        """
    }

    /// For copies of either purpose, in the order of their references.
    static let common = [
        """
        INSERT INTO customer (id, name, level, country, locale, created_at)
        SELECT c.customer, 'Customer ' || c.n, x.level, x.country, x.locale, x.created_at + c.shift
        FROM bench.copy c JOIN bench.source s ON s.id = c.source JOIN customer x ON x.id = s.customer_id
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO contact_point (id, customer_id, kind, scope, value, created_at)
        SELECT bench.id('point', c.n, c.opened), c.customer, 'email', '', 'copy' || c.n || '@mail.example', c.opened
        FROM bench.copy c
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO ticket (id, number, customer_id, channel, account, external_id, reply_email, subject, country, locale,
            product_model, product_serial, order_number, occurred_at, occurred_place, machine, received_at, clock_start,
            opened_at)
        SELECT c.ticket, 'AS-C' || lpad(c.n::text, 7, '0'), c.customer, x.channel, x.account,
            '<copy' || c.n || '@mail.example>', 'copy' || c.n || '@mail.example', x.subject, x.country, x.locale,
            x.product_model, x.product_serial, x.order_number, x.occurred_at, x.occurred_place, x.machine,
            x.received_at + c.shift, x.clock_start + c.shift, c.opened
        FROM bench.copy c JOIN bench.source x ON x.id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, sender_points, subject, body,
            machine, flags, in_reply_to, attachments, extra, received_at, created_at)
        SELECT c.message, c.ticket, c.customer, x.channel, x.account, '<copy' || c.n || '@mail.example>',
            ARRAY['email:copy' || c.n || '@mail.example'], x.subject, x.body, x.machine, x.flags, x.in_reply_to,
            x.attachments, x.extra, x.received_at + c.shift, x.created_at + c.shift
        FROM bench.copy c JOIN bench.message x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO intake_receipt (channel, account, external_id, content_sha256, ticket_id, message_id)
        SELECT x.channel, x.account, '<copy' || c.n || '@mail.example>', x.content_sha256, c.ticket, c.message
        FROM bench.copy c JOIN bench.intake_receipt x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
            language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence, classified_at)
        SELECT c.ticket, c.message, x.category, x.confidence, x.abstained, x.candidates, x.language,
            x.language_confidence, x.urgency, x.impact, x.priority, x.sentiment, x.safety, x.lane, x.rules_version,
            x.evidence, x.classified_at + c.shift
        FROM bench.copy c JOIN bench.triage x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO sla_notice (ticket_id, metric, cycle, step, deadline_version, told_at)
        SELECT c.ticket, x.metric, x.cycle, x.step, x.deadline_version, x.told_at + c.shift
        FROM bench.copy c JOIN bench.sla_notice x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject,
            body, state, attempts, next_attempt_at, epoch, mail_id, in_reply_to, provider_reply, failure, created_at,
            finalising_at, sent_at, settled_by)
        SELECT bench.id(x.id::text, c.n, x.created_at + c.shift), c.ticket,
            CASE WHEN position(c.source::text IN x.reason) > 0
                THEN replace(x.reason, c.source::text, c.ticket::text) ELSE x.reason || '/' || c.n END,
            x.template, x.audience, x.automatic, x.channel,
            CASE x.audience WHEN 'customer' THEN 'copy' || c.n || '@mail.example' ELSE x.address END,
            x.language, x.subject, x.body, x.state, x.attempts, x.next_attempt_at + c.shift, x.epoch,
            '<' || c.n || '.' || x.id || '@copy.example>', x.in_reply_to, x.provider_reply, x.failure,
            x.created_at + c.shift, x.finalising_at + c.shift, x.sent_at + c.shift, x.settled_by
        FROM bench.copy c JOIN bench.notification x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2 AND x.state IN ('sent', 'suppressed')
        """,
        // The default of `xact` places the lines behind everything that was sealed before.
        """
        INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data, recorded_at)
        SELECT bench.id(x.id::text, c.n, x.recorded_at + c.shift), c.ticket, x.at + c.shift, x.kind, x.actor, x.data,
            x.recorded_at + c.shift
        FROM bench.copy c JOIN bench.ticket_event x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
    ]

    /// Whether the ledger has lines that are not sealed: 0 or 1.
    static let unsealed = """
        SELECT count(*) AS n
        FROM (SELECT s.xact, s.event_id FROM ticket_event_seal s ORDER BY s.position DESC LIMIT 1) last
        CROSS JOIN LATERAL (
            SELECT FROM ticket_event e WHERE (e.xact, e.id) > (last.xact, last.event_id) LIMIT 1
        ) line
        """
}
