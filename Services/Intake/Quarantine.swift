import Contracts
import Digest
import FoundationEssentials
import Postgres
import WorkerKit

/// A refused message as it is kept for a person: reasons, and the bytes up to a limit.
struct QuarantineEntry: Sendable {
    /// Most bytes that are kept; above that hash and size must do.
    static let bodyLimit = 256 << 10

    let fingerprint: [UInt8]
    let refusal: IntakeValidation.Refusal
    let headers: Headers
    /// `nil` when there were too many bytes.
    let body: [UInt8]?
    let size: Int
    /// How often it came in this batch.
    var times = 1

    /// What the sender said about the bytes, without the asker's address: a replay has another asker.
    struct Headers: Codable, Sendable {
        let messageID: String?
        let contentType: String?
    }

    init(_ message: RawMessage, _ refusal: IntakeValidation.Refusal) {
        self.refusal = refusal
        size = message.oversize ?? message.body.count
        headers = Headers(
            messageID: message.messageID?.withoutNull,
            contentType: message.contentType?.withoutNull
        )
        body = message.oversize == nil && size <= Self.bodyLimit ? message.body : nil
        fingerprint =
            message.oversize == nil
            ? sha256(message.body) : sha256(Array("oversize \(size) \(message.messageID ?? "")".utf8))
    }

    /// The entries with equal ones counted together, in the order of their fingerprints.
    static func counted(_ entries: [QuarantineEntry]) -> [QuarantineEntry] {
        var counted: [[UInt8]: QuarantineEntry] = [:]
        for entry in entries {
            counted[entry.fingerprint, default: entry].times = (counted[entry.fingerprint]?.times ?? 0) + 1
        }
        return counted.values.sorted { $0.fingerprint.lexicographicallyPrecedes($1.fingerprint) }
    }
}

extension Turn {
    /// Keeps refused messages; one that was refused before is counted up.
    ///
    /// A replayed one waits again, a dropped one stays dropped.
    func enqueueQuarantine(_ entries: [QuarantineEntry]) throws {
        guard !entries.isEmpty else { return }
        let entries = QuarantineEntry.counted(entries)
        transaction.enqueue(
            """
            INSERT INTO quarantine AS q
                (id, fingerprint, errors, channel, external_id, headers, body, body_size, body_sha256, seen)
            SELECT *
            FROM unnest($1::uuid[], $2::bytea[], $3::jsonb[], $4::text[], $5::text[], $6::jsonb[], $7::bytea[],
                $8::int4[], $9::bytea[], $10::int4[])
            ON CONFLICT (fingerprint) DO UPDATE
            SET seen = q.seen + excluded.seen, last_seen_at = aftersail.now(), errors = excluded.errors,
                state = CASE WHEN q.state = 'replayed' THEN 'waiting' ELSE q.state END
            """,
            entries.map { _ in newID() },
            entries.map { Bytes($0.fingerprint) },
            try entries.map { JSONText(String(decoding: try WireJSON.encode($0.refusal.errors), as: UTF8.self)) },
            entries.map(\.refusal.channel),
            entries.map(\.refusal.externalID),
            try entries.map { JSONText(String(decoding: try WireJSON.encode($0.headers), as: UTF8.self)) },
            entries.map { $0.body.map { Bytes($0) } },
            entries.map { Int32(clamping: $0.size) },
            entries.map { Bytes($0.fingerprint) },
            entries.map { Int32(clamping: $0.times) }
        )
    }
}

extension String {
    /// As PostgreSQL can store it.
    var withoutNull: String { utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self }
}
