import FoundationEssentials
import Postgres

@testable import Aftersail

/// Rows as the workers leave them.
enum StoreFixture {
    static let ticket = UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
    static let other = UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
    static let number = "AS-00000000"

    static func name(_ id: UUID) -> String { id.uuidString.lowercased() }

    static func storeTicket() async throws {
        try await withOwner { database in
            try await database.execute("INSERT INTO customer (id, name) VALUES ($1, '李娜')", other)
            try await database.execute(
                """
                INSERT INTO ticket (id, number, customer_id, channel, account, external_id, subject, machine, received_at, clock_start)
                VALUES ($1, $2, $3, 'email', 'support@example.com', 'x-1', '机器不加热', false, aftersail.now(), aftersail.now())
                """,
                ticket,
                number,
                other
            )
            try await database.execute(
                """
                INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at)
                VALUES ($1, $1, $2, 'email', '', 'x-1', $3, false, aftersail.now())
                """,
                ticket,
                other,
                "第一行\n\u{1B}[31m第二行"
            )
            try await database.execute("INSERT INTO team (id, name) VALUES ('technical', 'Technical')")
            try await database.execute(
                """
                INSERT INTO agent (id, name, language, team_id, zone, calendar, capacity)
                VALUES ('li.wei', '李伟', 'zh', 'technical', 'Asia/Shanghai', 'always', 10)
                """
            )
        }
    }

    /// A classification that found these numbers.
    static func storeTriage(_ extracted: String) async throws {
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                    language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence,
                    extracted, extraction_version)
                VALUES ($1, $1, 'other', 1, false, '[]', 'zh', 1, 'low', 'one', 3, 'neutral', false, 'normal', '1', '[]',
                    $2, 7)
                """,
                ticket,
                JSONText(extracted)
            )
        }
    }

    static func storeQuarantined(_ body: String?) async throws {
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO quarantine (id, fingerprint, errors, headers, body, body_size, body_sha256)
                VALUES ($1, '\\x01', '[{"field":"body","reason":"is missing"}]', '{}', $2, 9, '\\x01')
                """,
                ticket,
                body.map { Bytes(Array($0.utf8)) }
            )
        }
    }

    static func storeParked(queue: String, type: String, body: String, key: String = "normal.x") async throws {
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO parked_message (id, worker, queue, message_id, message_type, reason, attempts, exchange,
                    routing_key, headers, body, body_size, body_sha256)
                VALUES ($1, 'survey', $2, 'old-id', $3, 'no such survey', 5, 'aftersail.events', $5,
                    '{"type":"x","traceparent":"00-11111111111111111111111111111111-2222222222222222-01","messageID":"old-id"}',
                    $4, 2, '\\x01')
                """,
                ticket,
                queue,
                type,
                Bytes(Array(body.utf8)),
                key
            )
        }
    }

    static func storeNotification(_ state: String) async throws {
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, language, subject, body, state)
                VALUES ($1, $1, 'r', 'acknowledgement', 'customer', true, 'email', 'zh', 's', 'text of the mail', $2)
                """,
                ticket,
                state
            )
        }
    }

    static func storeSurvey() async throws {
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO survey (id, ticket_id, cycle, customer_id, state, due_at, expires_at)
                VALUES ($1, $1, 1, $2, 'invited', aftersail.now(), aftersail.now())
                """,
                ticket,
                other
            )
        }
    }
}
