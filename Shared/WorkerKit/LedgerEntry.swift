import Contracts
public import FoundationEssentials
import Postgres

/// One line of a ticket's append-only record: ids, codes and digests, never text.
public struct LedgerEntry: Sendable {
    let ticketID: UUID
    let at: Date
    let kind: String
    let actor: String
    let data: JSONText

    /// A line.
    ///
    /// - Parameters:
    ///   - ticketID: whose record it is.
    ///   - at: the instant that counts for clocks; may lie before the turn.
    ///   - kind: past tense, such as `opened`, `replied`, `assigned`.
    ///   - actor: `customer`, `agent:<id>`, `system:<worker>` or `operator:<name>`.
    ///   - data: ids, codes and versions.
    /// - Throws: `EncodingError` when a number is not finite; a retry does not help.
    public init(
        ticketID: UUID,
        at: Date,
        kind: String,
        actor: String,
        data: some Encodable = [String: String]()
    ) throws {
        self.ticketID = ticketID
        self.at = at
        self.kind = kind
        self.actor = actor
        self.data = JSONText(String(decoding: try WireJSON.encode(data), as: UTF8.self))
    }
}

extension Turn {
    /// Writes the recorded lines with the next flight.
    func enqueueLedger(_ entries: [LedgerEntry]) {
        guard !entries.isEmpty else { return }
        transaction.enqueue(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data, recorded_at)
            SELECT n.*, $7 FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::jsonb[]) AS n
            """,
            entries.map { _ in newID() },
            entries.map(\.ticketID),
            entries.map(\.at),
            entries.map(\.kind),
            entries.map(\.actor),
            entries.map(\.data),
            now
        )
    }
}
