import ClockRecord
import FoundationEssentials
import Postgres

extension Transaction {
    /// Everything that the tickets' plans depend on, in one flight; unknown tickets are left out, order is kept.
    ///
    /// Of the ledger, lines of `kinds`.
    func ticketFacts(of tickets: [UUID], kinds: [String]) async throws(PostgresError) -> [TicketFacts] {
        async let heads = ticketHeads(of: tickets)
        async let lines = ledgerLines(of: tickets, kinds: kinds)
        async let clocks = clockRows(of: tickets)
        async let timers = timers(of: tickets)
        async let notices = notices(of: tickets)
        do {
            var facts: [UUID: TicketFacts] = [:]
            for head in try await heads { facts[head.id] = TicketFacts(head: head) }
            for (id, line) in try await lines { facts[id]?.events += line.events }
            for (id, row) in try await clocks { facts[id]?.clocks[row.key] = row }
            for (id, row) in try await timers { facts[id]?.timers[row.key] = row }
            for (id, notice) in try await notices { facts[id]?.notices.append(notice) }
            return tickets.compactMap { facts[$0] }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    private func timers(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, TimerRow)] {
        let rows = try await rows(
            "SELECT ticket_id, metric, cycle, step, deadline_version, due_at FROM timer WHERE ticket_id = ANY ($1)",
            tickets
        )
        return try rows.map { (row) throws(PostgresError) in
            let timer = TimerRow(
                key: TimerKey(clock: try ClockKey(row), step: try row("step")),
                deadlineVersion: try row("deadline_version"),
                dueAt: try row("due_at")
            )
            return (try row("ticket_id"), timer)
        }
    }
}
