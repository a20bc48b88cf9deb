import FoundationEssentials
import Postgres
import Tickets
import Triage
import WorkerKit

extension Turn {
    /// Stores what the model in the shadow made of new tickets, where there is one and the rules did not decide.
    func enqueueShadows(_ entries: [(ticket: UUID, guess: ShadowGuess?)]) {
        let guesses = entries.compactMap { entry in entry.guess.map { (entry.ticket, $0) } }
            .sorted { $0.0 < $1.0 }
        guard !guesses.isEmpty else { return }
        transaction.enqueue(
            """
            INSERT INTO triage_shadow (ticket_id, model_version, category, confidence, covered, judged_at)
            SELECT n.ticket, n.version, n.category, n.confidence, n.covered, $6
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::float8[], $5::bool[])
                AS n (ticket, version, category, confidence, covered)
            ON CONFLICT DO NOTHING
            """,
            guesses.map(\.0),
            guesses.map(\.1.modelVersion),
            guesses.map(\.1.category.rawValue),
            guesses.map(\.1.confidence),
            guesses.map(\.1.isCovered),
            now
        )
    }
}
