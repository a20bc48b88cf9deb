import FoundationEssentials
import Proving
import Testing

/// The checks that hold after whatever happened to a running system: nothing lost, nothing doubled, nothing left.
struct Books: Sendable {
    let pipeline: Pipeline

    /// Waits until every ticket is classified, assigned and told, and nothing is on its way.
    ///
    /// - Parameters:
    ///   - tickets: how many there are to be.
    ///   - told: states in which an acknowledgement counts as done.
    /// - Throws: what was awaited, when it does not come.
    func settled(_ tickets: Int, told: [String] = ["sent", "uncertain"]) async throws {
        let states = told.map { "'\($0)'" }.joined(separator: ", ")
        let open = """
            SELECT count(*) AS n FROM ticket t
            WHERE NOT EXISTS (SELECT FROM assignment a WHERE a.ticket_id = t.id AND a.ended_at IS NULL)
               OR NOT EXISTS (SELECT FROM triage g WHERE g.ticket_id = t.id)
               OR NOT EXISTS (SELECT FROM notification n WHERE n.ticket_id = t.id
                    AND n.template LIKE 'acknowledgement%' AND n.state IN (\(states)))
            """
        do {
            try await eventually("\(tickets) tickets assigned and acknowledged", within: .seconds(300)) {
                let left = [
                    await pipeline.number(open), await pipeline.number(Self.unsent),
                    await pipeline.number(Self.outboxRows),
                ]
                guard left == [0, 0, 0], await pipeline.number("SELECT count(*) AS n FROM ticket") == tickets else {
                    return false
                }
                return try await pipeline.readyMessages().isEmpty
            }
        } catch {
            let found = await pipeline.number("SELECT count(*) AS n FROM ticket") ?? -1
            let left = [await pipeline.number(open), await pipeline.number(Self.unsent)]
            let queues = (try? await pipeline.readyMessages()) ?? [:]
            Issue.record("tickets: \(found), open and unsent: \(left), queues: \(queues)\n\(pipeline.logs())")
            throw error
        }
    }

    /// Nothing twice, and a record whose seals hold.
    func balance(_ tickets: Int) async throws {
        for (query, expected) in Self.counts(tickets) { #expect(await pipeline.number(query) == expected, "\(query)") }
        try await eventually("the ledger is sealed", within: .seconds(60)) {
            await pipeline.number(
                "SELECT (SELECT count(*) FROM ticket_event) - (SELECT COALESCE(max(position) + 1, 0) FROM ticket_event_seal) AS n"
            ) == 0
        }
        #expect(await pipeline.number("SELECT COALESCE(aftersail.first_broken_seal(), -1) AS n") == -1)
    }

    private static func counts(_ tickets: Int) -> [(String, Int)] {
        [
            ("SELECT count(DISTINCT external_id) AS n FROM ticket", tickets),
            ("SELECT count(*) AS n FROM message", tickets), ("SELECT count(*) AS n FROM customer", tickets),
            ("SELECT count(*) AS n FROM triage", tickets), ("SELECT count(*) AS n FROM assignment", tickets),
            ("SELECT count(*) AS n FROM quarantine", 0),
            // A message about a ticket that was lost with the old data may be parked; of any other, none.
            ("SELECT count(*) AS n FROM parked_message p JOIN ticket t ON t.id = p.ticket_id", 0),
            (
                """
                SELECT count(*) AS n FROM agent_load l
                WHERE l.load <> (SELECT COALESCE(sum(a.weight), 0) FROM assignment a
                                 WHERE a.agent_id = l.agent_id AND a.ended_at IS NULL)
                """, 0
            ),
            (
                """
                SELECT count(*) AS n FROM (
                    SELECT ticket_id, kind FROM ticket_event
                    WHERE kind IN ('opened', 'classified', 'assigned', 'acknowledged')
                    GROUP BY ticket_id, kind HAVING count(*) > 1
                ) doubled
                """, 0
            ),
        ]
    }

    private static let unsent =
        "SELECT count(*) AS n FROM notification WHERE state IN ('queued', 'sending', 'finalising')"

    private static let outboxRows = """
        SELECT (SELECT count(*) FROM outbox_intake) + (SELECT count(*) FROM outbox_classifier)
            + (SELECT count(*) FROM outbox_dispatcher) + (SELECT count(*) FROM outbox_sla_monitor)
            + (SELECT count(*) FROM outbox_notifier) + (SELECT count(*) FROM outbox_survey)
            + (SELECT count(*) FROM outbox_desk) + (SELECT count(*) FROM outbox_operator) AS n
        """
}
