import Contracts
public import FoundationEssentials
import Mutants
import Postgres

/// One line of a ticket's append-only record: ids, codes and digests, never text.
public struct LedgerEntry: Sendable {
    let ticketID: UUID
    let at: Date
    let kind: String
    let actor: String
    let data: JSONText
    let recordedAt: Date?

    /// A line.
    ///
    /// - Parameters:
    ///   - ticketID: whose record it is.
    ///   - at: the instant that counts for clocks; may lie before the turn.
    ///   - kind: past tense, such as `opened`, `replied`, `assigned`.
    ///   - actor: `customer`, `agent:<id>`, `system:<worker>` or `operator:<name>`.
    ///   - data: ids, codes and versions.
    ///   - recordedAt: its place in the order of the ledger, when it must stand behind another turn's line; the turn's
    ///     own instant without it.
    /// - Throws: `EncodingError` when a number is not finite; a retry does not help.
    public init(
        ticketID: UUID,
        at: Date,
        kind: String,
        actor: String,
        data: some Encodable = [String: String](),
        recordedAt: Date? = nil
    ) throws {
        self.ticketID = ticketID
        self.at = at
        self.kind = kind
        self.actor = actor
        self.data = JSONText(String(decoding: try WireJSON.encode(data), as: UTF8.self))
        self.recordedAt = recordedAt
    }
}

extension Turn {
    /// This turn's instant, or the one microsecond after `previous`, when that is later.
    ///
    /// A turn that began before another may commit after it: under the lock of the row that both write, `previous` is
    /// the instant of the other's change, and what is recorded at the result stands behind it.
    public func instant(after previous: Date) -> Date {
        Mutant.ledgerOutOfOrder.isOn ? now : max(now, previous.addingTimeInterval(1e-6))
    }

    /// Writes the recorded lines with the next flight.
    func enqueueLedger(_ entries: [LedgerEntry]) {
        guard !entries.isEmpty else { return }
        transaction.enqueue(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data, recorded_at)
            SELECT n.id, n.ticket_id, n.at, n.kind, n.actor, n.data, COALESCE(n.recorded_at, $8)
            FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::jsonb[],
                $7::timestamptz[]) AS n (id, ticket_id, at, kind, actor, data, recorded_at)
            """,
            entries.map { _ in newID() },
            entries.map(\.ticketID),
            entries.map(\.at),
            entries.map(\.kind),
            entries.map(\.actor),
            entries.map(\.data),
            entries.map(\.recordedAt),
            now
        )
    }
}
