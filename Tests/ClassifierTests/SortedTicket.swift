import Contracts
import FoundationEssentials
import Postgres
import Rig
import Tickets
import Triage
import TriageTraining

/// Tickets as intake, classifier and desk leave them.
struct SortedTicket {
    let database: Database

    /// A ticket with its opening message.
    func open(_ number: Int, _ body: String) async throws {
        try await database.execute("INSERT INTO customer (id) VALUES ($1)", UUID.numbered(number + 200))
        try await database.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
            VALUES ($1, $2, $3, 'web', '', $2, false, aftersail.now(), aftersail.now())
            """,
            UUID.numbered(number),
            "T\(number)",
            UUID.numbered(number + 200)
        )
        try await database.execute(
            """
            INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at)
            VALUES ($1, $2, $3, 'web', '', $4, $5, false, aftersail.now())
            """,
            UUID.numbered(number + 100),
            UUID.numbered(number),
            UUID.numbered(number + 200),
            "M\(number)",
            body
        )
    }

    /// Its classification.
    func sort(_ number: Int, as category: String?, confidence: Double = 0.9, language: String = "en", daysAgo: Int = 0)
        async throws
    {
        try await database.execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence,
                decided_by, classified_at)
            VALUES ($1, $2, $3, $4, $3 IS NULL, '[]', $5, 1, 'medium', 'one', 3, 'neutral', false, 'normal', '1', '[]',
                'rules', aftersail.now() - make_interval(days => $6))
            """,
            UUID.numbered(number),
            UUID.numbered(number + 100),
            category,
            confidence,
            language,
            Int32(daysAgo)
        )
    }

    /// A person's word on it, so many minutes after its classification.
    func correct(_ number: Int, from was: String?, to category: String, minute: Int, id: Int) async throws {
        try await database.execute(
            """
            INSERT INTO triage_correction (id, ticket_id, message_id, category_was, category, language_was, language,
                confidence, rules_version, corrected_by, corrected_at)
            SELECT $2, ticket_id, message_id, $3, $4, language, language, 0.9, '1', 'agent:mai',
                classified_at + make_interval(mins => $5)
            FROM triage WHERE ticket_id = $1
            """,
            UUID.numbered(number),
            UUID.numbered(id),
            was,
            category,
            Int32(minute)
        )
    }

    /// Stores a model and gives its version.
    @discardableResult
    func store(_ bytes: Data, as state: String) async throws -> String {
        let version = try TextModel(bytes).version
        try await database.execute(
            "INSERT INTO triage_model (version, bytes, facts, state, added_by) VALUES ($1, $2, '{}', $3, 'test')",
            version,
            Bytes(Array(bytes)),
            state
        )
        return version
    }

    /// A small model: what speaks of an invoice is billing or, `swapped`, logistics.
    static func model(swapped: Bool = false) throws -> Data {
        var plan = TrainingPlan()
        plan.bits = 12
        plan.wantedAccuracy = 0.5
        let texts = (0..<12).flatMap { number in
            [
                TrainingText(body: "the invoice is wrong \(number)", label: swapped ? "logistics" : "billing"),
                TrainingText(body: "the parcel is late \(number)", label: swapped ? "billing" : "logistics"),
            ]
        }
        return try ModelTrainer.train(texts, plan: plan)
    }
}
