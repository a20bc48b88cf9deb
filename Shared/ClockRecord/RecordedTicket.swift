public import BusinessTime
public import FoundationEssentials
public import Postgres

/// A ticket with everything that was recorded of its clocks.
public struct RecordedTicket: Sendable {
    /// What is known of it besides the ledger.
    public let head: TicketHead
    /// The ledger as far as clocks care, in the order in which it was written.
    public internal(set) var lines: [LedgerLine] = []
    /// Readings as they were last stored.
    public internal(set) var clocks: [ClockKey: ClockRow] = [:]
    /// When the last reading changed something; nil before the first.
    public internal(set) var readAt: Date?

    /// Every clock that has begun by now, derived from the lines written until `recorded`; nil for a machine's ticket.
    ///
    /// `calendar` is the name of the calendar that counts the ticket's business time.
    public func derived(
        by targets: ClockTargets,
        now: Date,
        until recorded: Date = .distantFuture
    ) -> (clocks: SLAClocks, calendar: String)? {
        guard !head.isMachine else { return nil }
        let (name, calendar) = targets.calendars.calendar(for: head.subject.country)
        // As sla-monitor reads them: a line that these targets do not ask for moves nothing.
        let kinds = Set(targets.ledgerKinds)
        let events = lines.prefix { $0.recordedAt <= recorded }.filter { kinds.contains($0.kind) }.flatMap(\.events)
        return (SLAClocks(head.facts(events, policy: targets.policy, calendar: calendar), now: now), name)
    }

    /// The rows that the derived clocks would be stored as; without the acknowledgement when none is owed.
    public func rows(
        by targets: ClockTargets,
        now: Date,
        until recorded: Date = .distantFuture
    ) -> [ClockKey: ClockRow] {
        guard let (derived, _) = derived(by: targets, now: now, until: recorded) else { return [:] }
        let owed = derived.clocks.filter { !(head.cannotBeAcknowledged && $0.metric == .acknowledgement) }
        let rows = owed.map { ClockRow($0, after: nil, stamp: targets.stamp) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0) })
    }

    /// Versions that the stored clocks were counted by.
    public var stamps: Set<ClockStamp> { Set(clocks.values.map(\.stamp)) }
}

extension Transaction {
    /// Tickets with their records, in one flight; unknown ones are left out, order is kept.
    public func recordedTickets(_ tickets: [UUID]) async throws(PostgresError) -> [RecordedTicket] {
        do {
            let (heads, lines, clocks, readings) = try await together(
                { try await ticketHeads(of: tickets) },
                { try await ledgerLines(of: tickets) },
                { try await clockRows(of: tickets) },
                {
                    try await rows(
                        """
                        SELECT ticket_id, max(updated_at) AS read_at FROM sla_clock
                        WHERE ticket_id = ANY ($1) GROUP BY ticket_id
                        """,
                        tickets
                    )
                }
            )
            var found: [UUID: RecordedTicket] = [:]
            for head in heads { found[head.id] = RecordedTicket(head: head) }
            for (id, line) in lines { found[id]?.lines.append(line) }
            for (id, row) in clocks { found[id]?.clocks[row.key] = row }
            for row in readings {
                let id: UUID = try row("ticket_id")
                found[id]?.readAt = try row("read_at")
            }
            return tickets.compactMap { found[$0] }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw .cancelled
        }
    }
}
