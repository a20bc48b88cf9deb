import FoundationEssentials
import Postgres

/// Sorted tickets, as classifier and desk leave them, by the dozen.
enum LearningFixture {
    /// Tickets that are alike.
    struct Tickets {
        var name: String
        var count: Int
        var language = "en"
        /// What the machine decided; nil when it abstained.
        var decided: String? = "billing"
        var guess = "billing"
        var confidence = 0.9
        var weeksAgo = 0
        /// What a person said.
        var corrected: String?
        var status = "open"
        /// What the model in the shadow says, and whether it is sure.
        var shadow: (version: String, category: String, isCovered: Bool)?
    }

    static func store(_ tickets: Tickets...) async throws {
        for tickets in tickets { try await store(tickets) }
    }

    private static func store(_ tickets: Tickets) async throws {
        try await withOwner { database in
            try await database.execute("INSERT INTO customer (id) VALUES (md5($1)::uuid)", tickets.name)
            try await database.execute(
                """
                INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
                SELECT md5($1 || n)::uuid, $1 || n, md5($1)::uuid, 'web', '', $1 || n, false, aftersail.now(),
                    aftersail.now()
                FROM generate_series(1, $2) n
                """,
                tickets.name,
                Int32(tickets.count)
            )
            try await sort(tickets, in: database)
            try await judge(tickets, in: database)
        }
    }

    private static func sort(_ tickets: Tickets, in database: Database) async throws {
        try await database.execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence,
                decided_by, classified_at)
            SELECT md5($1 || n)::uuid, md5($1 || n)::uuid, $3, $4, $3 IS NULL,
                jsonb_build_array(jsonb_build_object('category', $5::text, 'confidence', $4::float8)), $6, 1, 'medium', 'one',
                3, 'neutral', false, 'normal', '1', '[]', CASE WHEN $3 IS NULL THEN 'person' ELSE 'model' END,
                date_trunc('week', aftersail.now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - make_interval(weeks => $7)
            FROM generate_series(1, $2) n
            """,
            tickets.name,
            Int32(tickets.count),
            tickets.decided,
            tickets.confidence,
            tickets.guess,
            tickets.language,
            Int32(tickets.weeksAgo)
        )
        try await database.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle)
            SELECT md5($1 || n)::uuid, $3, 1, 1 FROM generate_series(1, $2) n
            """,
            tickets.name,
            Int32(tickets.count),
            tickets.status
        )
    }

    /// The person's word, which stands in the classification as well, and the shadow's guess.
    private static func judge(_ tickets: Tickets, in database: Database) async throws {
        if let shadow = tickets.shadow {
            try await database.execute(
                """
                INSERT INTO triage_shadow (model_version, ticket_id, category, confidence, covered, judged_at)
                SELECT $3, md5($1 || n)::uuid, $4, 0.8, $5, aftersail.now() FROM generate_series(1, $2) n
                """,
                tickets.name,
                Int32(tickets.count),
                shadow.version,
                shadow.category,
                shadow.isCovered
            )
        }
        guard let corrected = tickets.corrected else { return }
        try await database.execute(
            """
            INSERT INTO triage_correction (id, ticket_id, message_id, category_was, category, language_was, language,
                decided_by, confidence, rules_version, corrected_by, corrected_at)
            SELECT md5($1 || n)::uuid, ticket_id, message_id, category, $3, language, language, decided_by, confidence, '1',
                'agent:mai', aftersail.now()
            FROM triage, generate_series(1, $2) n WHERE ticket_id = md5($1 || n)::uuid
            """,
            tickets.name,
            Int32(tickets.count),
            corrected
        )
        try await database.execute(
            """
            UPDATE triage SET category = $3, confidence = 1, abstained = false, decided_by = 'person',
                corrected_at = aftersail.now()
            WHERE ticket_id IN (SELECT md5($1 || n)::uuid FROM generate_series(1, $2) n)
            """,
            tickets.name,
            Int32(tickets.count),
            corrected
        )
    }
}
