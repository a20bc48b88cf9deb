import FoundationEssentials
import Postgres
import Tickets

/// What a turn took for itself before it writes, and what other processes had taken a moment earlier.
struct IntakeClaims: Sendable {
    /// Places in `Filing.letters` whose message another process stored, with its ticket.
    var lostLetters: [Int: KnownTicket] = [:]
    /// Places in `Customers.claims` that another process claimed, with the customer.
    var lostPoints: [Int: UUID] = [:]
    /// Places in the ticket sequence.
    var sequence: [Int64] = []

    var isComplete: Bool { lostLetters.isEmpty && lostPoints.isEmpty }
}

extension Transaction {
    /// Claims messages, contact points and numbers in one flight.
    ///
    /// Whoever inserts a key first wins; the others wait here for its commit and then read it. Receipts go before
    /// contact points, each in the order of its key, so that two turns never wait for each other. A turn without care
    /// fails when somebody else was first, and comes again with care.
    func claim(
        _ filing: Filing,
        _ customers: Customers,
        carefully: Bool,
        now: Date,
        newID: () -> UUID
    ) async throws -> IntakeClaims {
        enqueueReceipts(of: filing.letters, carefully)
        enqueuePoints(customers.claims, carefully, now, newID)
        guard carefully else { return IntakeClaims(sequence: try await nextInSequence(filing.opening.count)) }
        let (lostLetters, lostPoints, sequence) = try await together(
            { try await self.lostLetters(of: filing.letters) },
            { try await self.lostPoints(of: customers.claims) },
            { try await nextInSequence(filing.opening.count) }
        )
        return IntakeClaims(lostLetters: lostLetters, lostPoints: lostPoints, sequence: sequence)
    }

    /// Places in the ticket sequence that nobody else has.
    func nextInSequence(_ count: Int) async throws -> [Int64] {
        guard count > 0 else { return [] }
        let rows = try await rows(
            "SELECT nextval('ticket_sequence') AS place FROM generate_series(1, $1::bigint)",
            Int64(count)
        )
        return try rows.map { try $0("place") }
    }

    private static func onConflict(_ carefully: Bool) -> String { carefully ? "ON CONFLICT DO NOTHING" : "" }

    private func enqueueReceipts(of letters: [Filing.Letter], _ carefully: Bool) {
        let keys = letters.map(\.arrival.receipt)
        enqueue(
            """
            INSERT INTO intake_receipt (channel, account, external_id, content_sha256, ticket_id, message_id)
            SELECT *
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::uuid[], $6::uuid[])
                AS n (channel, account, external_id, content_sha256, ticket_id, message_id)
            ORDER BY channel, account, external_id, content_sha256
            \(Self.onConflict(carefully))
            """,
            keys.map(\.message.channel.rawValue),
            keys.map(\.message.account.text),
            keys.map(\.message.externalID.text),
            keys.map { Bytes($0.content) },
            letters.map(\.ticket),
            letters.map(\.messageID)
        )
    }

    private func enqueuePoints(
        _ claims: [(point: ContactPoint, customer: UUID)],
        _ carefully: Bool,
        _ now: Date,
        _ newID: () -> UUID
    ) {
        guard !claims.isEmpty else { return }
        enqueue(
            """
            INSERT INTO contact_point (id, customer_id, kind, scope, value, created_at)
            SELECT n.*, $6
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
                AS n (id, customer_id, kind, scope, value)
            ORDER BY kind, scope, value
            \(Self.onConflict(carefully))
            """,
            claims.map { _ in newID() },
            claims.map(\.customer),
            claims.map(\.point.kind.rawValue),
            claims.map(\.point.scope),
            claims.map(\.point.scopedValue),
            now
        )
    }

    private func lostLetters(of letters: [Filing.Letter]) async throws -> [Int: KnownTicket] {
        let keys = letters.map(\.arrival.receipt)
        let rows = try await rows(
            """
            SELECT k.position, \(Self.ticketColumns)
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::uuid[])
                WITH ORDINALITY AS k (channel, account, external_id, content, message_id, position)
            JOIN intake_receipt r ON r.channel = k.channel AND r.account = k.account
                AND r.external_id = k.external_id AND r.content_sha256 = k.content AND r.message_id <> k.message_id
            JOIN ticket t ON t.id = r.ticket_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            """,
            keys.map(\.message.channel.rawValue),
            keys.map(\.message.account.text),
            keys.map(\.message.externalID.text),
            keys.map { Bytes($0.content) },
            letters.map(\.messageID)
        )
        var lost: [Int: KnownTicket] = [:]
        for row in rows { lost[try row.position()] = try row.ticket() }
        return lost
    }

    private func lostPoints(of claims: [(point: ContactPoint, customer: UUID)]) async throws -> [Int: UUID] {
        guard !claims.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT k.position, p.customer_id
            FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[])
                WITH ORDINALITY AS k (kind, scope, value, customer_id, position)
            JOIN contact_point p ON p.kind = k.kind AND p.scope = k.scope AND p.value = k.value
                AND p.customer_id <> k.customer_id
            """,
            claims.map(\.point.kind.rawValue),
            claims.map(\.point.scope),
            claims.map(\.point.scopedValue),
            claims.map(\.customer)
        )
        var lost: [Int: UUID] = [:]
        for row in rows { lost[try row.position()] = try row("customer_id") }
        return lost
    }
}
