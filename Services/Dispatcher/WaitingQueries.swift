import FoundationEssentials
import Postgres
import Routing
import Tickets

extension Transaction {
    /// When the next waiting ticket wants to be looked at; `nil` when none waits.
    func nextRetry() async throws -> Date? {
        guard let row = try await rows("SELECT min(retry_at) AS retry_at FROM waiting_ticket").first else { return nil }
        return try row("retry_at")
    }

    /// Waiting tickets to look at now, urgent ones first, then by deadline.
    func dueTickets(at now: Date, limit: Int) async throws -> [UUID] {
        let rows = try await rows(
            """
            SELECT ticket_id
            FROM waiting_ticket
            WHERE retry_at <= $1
            ORDER BY lane <> 'urgent', due_at, ticket_id
            LIMIT $2
            FOR UPDATE SKIP LOCKED
            """,
            now,
            limit
        )
        return try rows.map { try $0("ticket_id") }
    }

    /// Remembers who waits, with why.
    func enqueueWaiting(_ held: [Held], at now: Date) throws {
        guard !held.isEmpty else { return }
        let held = held.sorted { $0.facts.id < $1.facts.id }
        // Agents' ids hold no comma.
        enqueue(
            """
            INSERT INTO waiting_ticket
                (ticket_id, lane, due_at, retry_at, wanted_agent, excluded_agents, explanation, since, minimum_level)
            SELECT ticket_id, lane, due_at, retry_at, wanted_agent, string_to_array(excluded, ','), explanation, $8,
                minimum_level
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[],
                $9::text[]) AS n (ticket_id, lane, due_at, retry_at, wanted_agent, excluded, explanation, minimum_level)
            ON CONFLICT (ticket_id) DO UPDATE
            SET lane = EXCLUDED.lane, due_at = EXCLUDED.due_at, retry_at = EXCLUDED.retry_at,
                wanted_agent = EXCLUDED.wanted_agent, excluded_agents = EXCLUDED.excluded_agents,
                explanation = EXCLUDED.explanation, minimum_level = EXCLUDED.minimum_level
            """,
            held.map(\.facts.id),
            held.map(\.facts.lane.rawValue),
            held.map(\.facts.dueAt),
            held.map(\.retryAt),
            held.map(\.wish.wanted),
            held.map { $0.wish.excluded.sorted().joined(separator: ",") },
            held.map { JSONText($0.explanation.stored.text) },
            now,
            held.map { $0.explanation.need.minimumLevel?.rawValue }
        )
    }

    /// Forgets tickets that wait no longer.
    func enqueueNoLongerWaiting(_ tickets: [UUID]) {
        guard !tickets.isEmpty else { return }
        enqueue("DELETE FROM waiting_ticket WHERE ticket_id = ANY($1)", tickets)
    }

    /// Forgets those tickets whose work is over.
    func enqueueFinishedNoLongerWaiting(_ tickets: [UUID]) {
        enqueue(
            """
            DELETE FROM waiting_ticket w
            USING ticket_state s
            WHERE w.ticket_id = ANY($1) AND s.ticket_id = w.ticket_id AND s.status IN ('resolved', 'closed', 'merged')
            """,
            tickets
        )
    }

    /// Makes everything that waits due, after a change of the setup.
    func enqueueAllDueForRetry() {
        enqueue("UPDATE waiting_ticket SET retry_at = since WHERE retry_at > since")
    }

    /// Makes the first tickets due that one of the agents might take, as many as these have room for and at least 500; the
    /// others come by themselves.
    ///
    /// Due since they wait: a turn that began before this one and gets the floor after it serves them, too.
    func enqueueDueForRetry(fitting agents: [String], at now: Date) {
        enqueue(
            """
            UPDATE waiting_ticket
            SET retry_at = LEAST(since, $2)
            WHERE ticket_id IN (
                SELECT w.ticket_id
                FROM waiting_ticket w
                JOIN ticket t ON t.id = w.ticket_id
                LEFT JOIN triage g ON g.ticket_id = w.ticket_id
                WHERE w.retry_at > $2 AND EXISTS (
                    SELECT 1
                    FROM agent a
                    WHERE a.id = ANY($1) AND a.active
                        AND (w.wanted_agent = a.id
                            OR ((g.category IS NULL OR a.skills ? g.category)
                                AND (a.countries = '{}' OR t.country IS NULL OR t.country = ANY(a.countries))))
                )
                ORDER BY w.lane <> 'urgent', w.due_at, w.ticket_id
                LIMIT (
                    SELECT greatest(500, sum(greatest(0, a.capacity - COALESCE(l.load, 0))))
                    FROM agent a
                    LEFT JOIN agent_load l ON l.agent_id = a.id
                    WHERE a.id = ANY($1)
                )
            )
            """,
            agents,
            now
        )
    }
}
