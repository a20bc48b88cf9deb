import FoundationEssentials
import Postgres
import WorkerKit

extension Turn {
    /// Adds numbers of later messages to their tickets; what is there already stays as it is, and 64 are enough.
    ///
    /// Two turns may add to one ticket at once: the later one sees what the earlier one wrote.
    func enqueueNumbers(_ numbers: [UUID: TicketNumbers]) throws {
        let entries = numbers.filter { !$0.value.found.isEmpty }.sorted { $0.key < $1.key }
        guard !entries.isEmpty else { return }
        transaction.enqueue(
            """
            UPDATE triage t
            SET extraction_version = n.version,
                extracted = t.extracted || COALESCE(
                    (SELECT jsonb_agg(e.number ORDER BY e.place)
                     FROM jsonb_array_elements(n.numbers) WITH ORDINALITY AS e (number, place)
                     WHERE e.place <= 64 - jsonb_array_length(t.extracted)
                        AND NOT t.extracted @> jsonb_build_array(
                            jsonb_build_object('kind', e.number -> 'kind', 'value', e.number -> 'value'))),
                    '[]')
            FROM unnest($1::uuid[], $2::jsonb[], $3::jsonb[], $4::int4[]) AS n (ticket, numbers, keys, version)
            WHERE t.ticket_id = n.ticket AND NOT t.extracted @> n.keys
            """,
            entries.map(\.key),
            try entries.map { try JSONText(encoding: $0.value.found) },
            try entries.map { try JSONText(encoding: $0.value.keys) },
            entries.map { $0.value.version.map { Int32($0) } }
        )
    }
}
