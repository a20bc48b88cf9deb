import Contracts
public import FoundationEssentials
import Postgres
public import Tickets
import WorkerKit

extension Desk {
    /// Says what the ticket is really about; the classifier makes it stand, and learns from it later.
    ///
    /// The same category as before confirms it. Of several the last counts. Allowed in every status: what a ticket was about
    /// is often known only when it is over.
    ///
    /// - Throws: `DeskError.unclassified`, `.badLanguage`.
    public func correct(
        _ ticket: UUID,
        category: Category,
        language: String? = nil,
        ifVersion: Int? = nil
    ) async throws -> TicketPlace {
        if let language, !Self.isTag(language) { throw DeskError.badLanguage(language) }
        let place = try await locked(ticket, ifVersion: ifVersion)
        let id = turn.newID()
        guard let was = try await standing(ticket) else { throw DeskError.unclassified }
        enqueue(was, category, language ?? was.language, id: id, on: ticket)
        try record(
            "corrected",
            on: place,
            CorrectionFact(from: was.category, to: category.rawValue, language: language)
        )
        try turn.emit(
            TicketCorrectedV1(ticketID: ticket, correctionID: id, category: category.rawValue),
            lane: place.lane
        )
        return place
    }

    /// What is held to be right before a correction.
    private struct Standing {
        let category: String?
        let language: String
        let decider: String?
        let confidence: Double
        /// Of the correction before this one.
        let correctedAt: Date?
    }

    /// The classifier may not have heard of the last correction, so that one goes before its row.
    private func standing(_ ticket: UUID) async throws -> Standing? {
        let rows = try await turn.transaction.rows(
            """
            SELECT CASE WHEN c.id IS NULL THEN g.category ELSE c.category END AS category,
                COALESCE(c.language, g.language) AS language,
                CASE WHEN c.id IS NULL THEN g.decided_by ELSE 'person' END AS decided_by,
                CASE WHEN c.id IS NULL THEN g.confidence ELSE 1 END AS confidence, c.corrected_at
            FROM triage g
            LEFT JOIN LATERAL (
                SELECT x.* FROM triage_correction x WHERE x.ticket_id = g.ticket_id ORDER BY x.corrected_at DESC LIMIT 1
            ) c ON true
            WHERE g.ticket_id = $1
            """,
            ticket
        )
        guard let row = rows.first else { return nil }
        return Standing(
            category: try row("category"),
            language: try row("language"),
            decider: try row("decided_by"),
            confidence: try row("confidence"),
            correctedAt: try row("corrected_at")
        )
    }

    private func enqueue(
        _ was: Standing,
        _ category: Category,
        _ language: String,
        id: UUID,
        on ticket: UUID
    ) {
        turn.transaction.enqueue(
            """
            INSERT INTO triage_correction (id, ticket_id, message_id, category_was, category, language_was, language,
                decided_by, confidence, rules_version, model_version, corrected_by, corrected_at)
            SELECT $2, g.ticket_id, g.message_id, $3, $4, $5, $6, $7, $8, g.rules_version, g.model_version, $9, $10
            FROM triage g
            WHERE g.ticket_id = $1
            """,
            ticket,
            id,
            was.category,
            category.rawValue,
            was.language,
            language,
            was.decider,
            was.confidence,
            actor.text,
            was.correctedAt.map(turn.instant(after:)) ?? turn.now
        )
    }

    /// Whether a text has the form of a BCP 47 tag: letters, then maybe more between hyphens.
    private static func isTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isWord = parts.allSatisfy { (2...8).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isLetter } }
        return isWord && (2...3).contains(parts.first?.count ?? 0)
    }
}

/// Ledger data of a correction.
struct CorrectionFact: Encodable {
    let from: String?
    let to: String
    let language: String?
}
