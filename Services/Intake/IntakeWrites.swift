import Contracts
import FoundationEssentials
import Postgres
import Tickets

extension Transaction {
    /// Inserts the customers that are new and completes those that lack something.
    func enqueue(_ customers: Customers, now: Date) {
        let opened = customers.opened
        if !opened.isEmpty {
            enqueue(
                """
                INSERT INTO customer (id, name, country, locale, created_at)
                SELECT n.*, $5 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n
                """,
                opened,
                opened.map { customers.details[$0]?.name },
                opened.map { customers.details[$0]?.country },
                opened.map { customers.details[$0]?.locale },
                now
            )
        }
        let completed = customers.completed
        guard !completed.isEmpty else { return }
        enqueue(
            """
            WITH told AS (
                SELECT n.*
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n (id, name, country, locale)
                JOIN customer c ON c.id = n.id
                ORDER BY n.id
                FOR NO KEY UPDATE OF c
            )
            UPDATE customer c
            SET name = COALESCE(c.name, told.name), country = COALESCE(c.country, told.country),
                locale = COALESCE(c.locale, told.locale)
            FROM told
            WHERE c.id = told.id
            """,
            completed.map(\.customer),
            completed.map(\.details.name),
            completed.map(\.details.country),
            completed.map(\.details.locale)
        )
    }

    /// Inserts the tickets that letters open.
    func enqueueTickets(_ letters: [Filing.Letter], numbers: [UUID: String], now: Date) {
        guard !letters.isEmpty else { return }
        let requests = letters.map(\.request)
        enqueue(
            """
            INSERT INTO ticket
                (id, number, customer_id, channel, account, external_id, subject, country, locale, product_model,
                 product_serial, order_number, occurred_at, occurred_place, machine, received_at, clock_start,
                 reply_email, opened_at)
            SELECT n.*, $19
            FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::text[],
                $15::bool[], $16::timestamptz[], $17::timestamptz[], $18::text[]) AS n
            """,
            letters.map(\.ticket),
            letters.map { numbers[$0.ticket] },
            letters.map(\.customer),
            requests.map(\.channel.rawValue),
            requests.map(\.account),
            requests.map(\.externalID),
            letters.map(\.arrival.title),
            requests.map(\.country),
            requests.map(\.locale),
            requests.map(\.productModel),
            requests.map(\.productSerial),
            requests.map(\.orderNumber),
            requests.map(\.occurredAt),
            requests.map(\.occurredPlace),
            requests.map(\.machine),
            requests.map(\.receivedAt),
            requests.map { $0.clockStart(now: now) },
            requests.map(\.replyEmail),
            now
        )
    }

    /// Inserts the messages.
    func enqueueMessages(_ letters: [Filing.Letter], now: Date) {
        let requests = letters.map(\.request)
        // Ids and contact points hold no control characters, so one can stand between them.
        enqueue(
            """
            INSERT INTO message
                (id, ticket_id, customer_id, channel, account, external_id, subject, body, machine, flags,
                 in_reply_to, attachments, extra, received_at, sender_points, created_at)
            SELECT id, ticket_id, customer_id, channel, account, external_id, subject, body, machine,
                string_to_array(flags, ','), string_to_array(in_reply_to, E'\\x1f'), attachments, extra, received_at,
                string_to_array(sender_points, E'\\x1f'), $16
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::bool[], $10::text[], $11::text[], $12::jsonb[], $13::jsonb[], $14::timestamptz[],
                $15::text[])
                AS n (id, ticket_id, customer_id, channel, account, external_id, subject, body, machine, flags,
                    in_reply_to, attachments, extra, received_at, sender_points)
            """,
            letters.map(\.messageID),
            letters.map(\.ticket),
            letters.map(\.customer),
            requests.map(\.channel.rawValue),
            requests.map(\.account),
            requests.map(\.externalID),
            requests.map(\.subject),
            requests.map(\.body),
            requests.map(\.machine),
            letters.map { $0.flags.map(\.rawValue).joined(separator: ",") },
            requests.map { $0.inReplyTo.joined(separator: "\u{1F}") },
            requests.map { JSONText(JSONValue.array($0.attachments).text) },
            requests.map { JSONText(JSONValue.object($0.extra).text) },
            requests.map(\.receivedAt),
            requests.map { $0.points.map(\.stored).joined(separator: "\u{1F}") },
            now
        )
    }

    /// Corrects the ticket in receipts that were claimed before another process turned out to have stored a message.
    func enqueueReceiptTickets(_ letters: [Filing.Letter]) {
        guard !letters.isEmpty else { return }
        let keys = letters.map(\.arrival.receipt)
        enqueue(
            """
            UPDATE intake_receipt r
            SET ticket_id = n.ticket_id
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::uuid[])
                AS n (channel, account, external_id, content_sha256, ticket_id)
            WHERE r.channel = n.channel AND r.account = n.account AND r.external_id = n.external_id
                AND r.content_sha256 = n.content_sha256 AND r.ticket_id <> n.ticket_id
            """,
            keys.map(\.message.channel.rawValue),
            keys.map(\.message.account.text),
            keys.map(\.message.externalID.text),
            keys.map { Bytes($0.content) },
            letters.map(\.ticket)
        )
    }

    /// Suggests links between tickets.
    func enqueue(_ links: [Filing.LinkWish]) {
        guard !links.isEmpty else { return }
        enqueue(
            """
            INSERT INTO link_suggestion (ticket_id, other_id, reason)
            SELECT DISTINCT ON (ticket_id, other_id) ticket_id, other_id, reason
            FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS n (ticket_id, other_id, reason)
            ORDER BY ticket_id, other_id
            ON CONFLICT DO NOTHING
            """,
            links.map(\.ticket),
            links.map(\.other),
            links.map(\.reason.rawValue)
        )
    }

    /// Suggests that customers named together are one.
    func enqueueMerges(_ letters: [Filing.Letter], _ customers: Customers) {
        let merges = letters.flatMap { letter in
            customers.conflicts(in: letter.request).map { (pair: $0, messageID: letter.messageID) }
        }
        guard !merges.isEmpty else { return }
        enqueue(
            """
            INSERT INTO merge_suggestion (customer_id, other_id, message_id, reason)
            SELECT DISTINCT ON (customer_id, other_id) customer_id, other_id, message_id, 'named_in_one_message'
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS n (customer_id, other_id, message_id)
            ORDER BY customer_id, other_id, message_id
            ON CONFLICT DO NOTHING
            """,
            merges.map(\.pair.0),
            merges.map(\.pair.1),
            merges.map(\.messageID)
        )
    }
}
