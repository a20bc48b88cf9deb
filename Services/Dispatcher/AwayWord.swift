import FoundationEssentials
import Postgres

/// An agent said to be away or back, by a message whose UUIDv7 tells when.
struct AwayWord: Sendable {
    let agent: String
    let told: UUID
}

extension Transaction {
    /// Signs agents off or on and returns those it changed.
    ///
    /// An older word than the last one heeded changes nothing.
    func setAway(_ isAway: Bool, _ words: [AwayWord], at now: Date) async throws -> Set<String> {
        let rows = try await rows(
            """
            INSERT INTO agent_load AS l (agent_id, away, away_since, away_told)
            SELECT DISTINCT ON (n.agent_id) n.agent_id, $3, CASE WHEN $3 THEN $4::timestamptz END, n.told
            FROM unnest($1::text[], $2::uuid[]) AS n (agent_id, told)
            JOIN agent a ON a.id = n.agent_id
            ORDER BY n.agent_id, n.told DESC
            ON CONFLICT (agent_id) DO UPDATE
            SET away = EXCLUDED.away,
                away_since = CASE WHEN l.away AND EXCLUDED.away THEN l.away_since ELSE EXCLUDED.away_since END,
                away_told = EXCLUDED.away_told
            WHERE l.away_told IS NULL OR l.away_told < EXCLUDED.away_told
            RETURNING l.agent_id
            """,
            words.map(\.agent),
            words.map(\.told),
            isAway,
            now
        )
        return Set(try rows.map { try $0("agent_id") as String })
    }
}
