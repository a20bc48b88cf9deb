import Proving

/// Fills the database with tickets of the past, as if the system had run for weeks.
struct StoredTickets: Sendable {
    let system: BenchSystem
    let say: @Sendable (String) -> Void

    /// Adds closed tickets until `count` are stored.
    func fill(upTo count: Int) async throws {
        let missing = count - (await system.pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0)
        guard missing > 0 else { return }
        say("filling: \(missing) closed tickets by SQL, copies of \(TicketCopies.sources) that the workers made")
        try await TicketCopies(system, say: say).write(missing, of: Self.choice, for: .closed)
    }

    /// Finished tickets that only their opening message is about.
    private static let choice = """
        SELECT t.id AS ticket, NULL::timestamptz AS due
        FROM aftersail.ticket t
        WHERE NOT EXISTS (SELECT FROM aftersail.ticket_state s WHERE s.ticket_id = t.id)
          AND EXISTS (SELECT FROM aftersail.assignment a WHERE a.ticket_id = t.id AND a.ended_at IS NULL)
          AND EXISTS (SELECT FROM aftersail.ticket_event e WHERE e.ticket_id = t.id AND e.kind = 'acknowledged')
          AND (SELECT count(*) FROM aftersail.message m WHERE m.ticket_id = t.id) = 1
        ORDER BY t.opened_at DESC
        LIMIT \(TicketCopies.sources)
        """
}

/// What the stored tickets cost: the burst after the filling over the burst before it.
struct StoredRatio: Codable, Sendable {
    let ticketsPerSecond: Double
    let cpuMilliseconds: Double

    enum CodingKeys: String, CodingKey {
        case ticketsPerSecond = "tickets_per_s"
        case cpuMilliseconds = "cpu_ms_per_ticket"
    }

    /// `stored` over `smoke`.
    init(_ stored: PhaseReport, over smoke: PhaseReport) {
        ticketsPerSecond = stored.ticketsPerSecond / max(smoke.ticketsPerSecond, 0.001)
        cpuMilliseconds = stored.cpuInAll / max(smoke.cpuInAll, 0.001)
    }

    /// One line for a person.
    var text: String {
        "stored over smoke: tickets/s × \(ticketsPerSecond.brief), CPU a ticket × \(cpuMilliseconds.brief)"
    }
}
