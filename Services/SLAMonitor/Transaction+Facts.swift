import ClockRecord
import FoundationEssentials
import Postgres

extension Transaction {
    /// Everything that the tickets' plans depend on, in one flight; unknown tickets are left out, order is kept.
    ///
    /// Of the ledger, lines of `kinds`.
    func ticketFacts(of tickets: [UUID], kinds: [String]) async throws(PostgresError) -> [TicketFacts] {
        do {
            let (heads, lines, clocks, timers, notices) = try await together(
                { try await ticketHeads(of: tickets) },
                { try await ledgerLines(of: tickets, kinds: kinds) },
                { try await clockRows(of: tickets) },
                { try await self.timers(of: tickets) },
                { try await self.notices(of: tickets) }
            )
            var facts: [UUID: TicketFacts] = [:]
            for head in heads { facts[head.id] = TicketFacts(head: head) }
            for (id, line) in lines { facts[id]?.events += line.events }
            for (id, row) in clocks { facts[id]?.clocks[row.key] = row }
            for (id, row) in timers { facts[id]?.timers[row.key] = row }
            for (id, notice) in notices { facts[id]?.notices.append(notice) }
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
