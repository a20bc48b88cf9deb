import Contracts
import FoundationEssentials
import Postgres
import Tickets

extension Database {
    /// New tickets are looked at from here on: a fresh schema begins an hour before it was made, by the machine's own time, which
    /// may be later than a test's.
    func watchTickets(from instant: Date) async throws {
        try await execute("UPDATE unclassified_watch SET seen_until = $1::timestamptz - interval '1 hour'", instant)
    }

    /// Tickets with their opening in the ledger, as intake would have left them.
    func seedTickets(
        _ numbers: ClosedRange<Int>,
        openedAt: Date,
        clockStart: Date,
        machine: Bool = false
    ) async throws {
        let ids = numbers.map { UUID.numbered($0) }
        try await execute(
            "INSERT INTO customer (id, level) SELECT id, 'standard' FROM unnest($1::uuid[]) AS id",
            ids
        )
        try await execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at,
                clock_start, opened_at)
            SELECT id, 'AS-' || id, id, 'email', 'a', id::text, $2, $3, $3, $4 FROM unnest($1::uuid[]) AS id
            """,
            ids,
            machine,
            clockStart,
            openedAt
        )
        try await execute(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data)
            SELECT gen_random_uuid(), id, $3, 'opened', 'customer', jsonb_build_object('machine', $2::boolean)
            FROM unnest($1::uuid[]) AS id
            """,
            ids,
            machine,
            clockStart
        )
    }

    /// Classifications, as the classifier would have left them.
    func seedTriage(_ numbers: ClosedRange<Int>, priority: Int, lane: Lane) async throws {
        try await execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
            SELECT id, id, 'other', 1, false, '[]', 'en', 1, 'low', 'one', $2, 'neutral', false, $3, '1', '{}'
            FROM unnest($1::uuid[]) AS id
            ON CONFLICT (ticket_id) DO UPDATE SET priority = excluded.priority, lane = excluded.lane
            """,
            numbers.map { UUID.numbered($0) },
            Int16(priority),
            lane.rawValue
        )
    }
}

extension UUID {
    /// A fixed version 7 id.
    static func numbered(_ number: Int) -> UUID {
        var generator = Counter(state: UInt64(number))
        return .version7(at: Date(timeIntervalSince1970: 1_795_000_000), using: &generator)
    }
}

/// Counts instead of guessing.
struct Counter: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
