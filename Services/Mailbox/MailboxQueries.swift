import FoundationEssentials
import Mutants
import Postgres
import WorkerKit

/// How far a mailbox has been read.
struct MailboxCursor: Sendable, Equatable {
    let uidValidity: UInt32
    let lastUID: UInt32
}

/// What has come of the next mail so far.
struct MailTrial: Sendable, Equatable {
    /// Processes that began on it and did not come back from it, and this one.
    let starts: Int
    /// Whether a session has ended in the middle of its fetch.
    let isTroubled: Bool
    /// Those of such sessions that had just shown another mail.
    let cuts: Int
    /// Since the first of them.
    let lasting: Duration
}

/// Another replica has moved the cursor; the round ends and nothing of it has happened.
struct CursorMoved: Error, CustomStringConvertible {
    let description = "another process reads this mailbox; this one stands by"
}

extension Turn {
    /// The cursor of a mailbox that the server has just shown; a new one where it never was or is numbered anew.
    func lookedAt(_ name: String, uidValidity: UInt32) async throws -> MailboxCursor {
        let rows = try await transaction.rows(
            """
            INSERT INTO mailbox AS m (name, uid_validity, last_uid, looked_at)
            VALUES ($1, $2, 0, $3)
            ON CONFLICT (name) DO UPDATE
            SET uid_validity = $2, looked_at = $3,
                -- A server that was put back to an older state goes on where it was left.
                last_uid = CASE WHEN m.uid_validity = $2 THEN m.last_uid ELSE COALESCE(
                    (SELECT max(x.uid) FROM mailbox_message x WHERE x.mailbox = $1 AND x.uid_validity = $2), 0) END,
                starts = CASE WHEN m.uid_validity = $2 THEN m.starts ELSE 0 END,
                cut_uid = CASE WHEN m.uid_validity = $2 THEN m.cut_uid END
            RETURNING last_uid
            """,
            name,
            Int64(uidValidity),
            now
        )
        guard let row = rows.first else { throw PostgresError.closed }
        return MailboxCursor(uidValidity: uidValidity, lastUID: UInt32(clamping: try row("last_uid") as Int64))
    }

    /// Notes that a process begins on a mail, the next behind the cursor.
    ///
    /// A start stays counted when its process died: one that merely failed takes it back (`giveBack`). Where it could not, its
    /// lock shows that it lives, and this process takes its place.
    func begin(_ name: String, on uid: UInt32, at cursor: MailboxCursor, epoch: Int32) async throws -> MailTrial {
        let rows = try await transaction.rows(
            """
            UPDATE mailbox
            SET epoch = $4, starts = CASE
                WHEN starts = 0 OR epoch = 0 THEN starts + 1
                WHEN epoch = $4 THEN starts
                -- Shared, so that two mailboxes may ask about the same process at once.
                WHEN pg_try_advisory_xact_lock_shared(7007, epoch) THEN starts + 1
                ELSE starts
            END
            WHERE name = $1 AND uid_validity = $2 AND last_uid = $3
            RETURNING starts, cut_uid IS NOT DISTINCT FROM $5 AS is_troubled, cuts,
                COALESCE(extract(epoch FROM $6::timestamptz - cut_since), 0)::bigint AS seconds
            """,
            name,
            Int64(cursor.uidValidity),
            Int64(cursor.lastUID),
            epoch,
            Int64(uid),
            now
        )
        guard let row = rows.first else { throw CursorMoved() }
        let isTroubled = try row("is_troubled") as Bool
        return MailTrial(
            starts: Int(try row("starts") as Int32),
            isTroubled: isTroubled,
            cuts: isTroubled ? Int(try row("cuts") as Int32) : 0,
            lasting: .seconds(try row("seconds") as Int64)
        )
    }

    /// Takes back that a process began on the mail behind the cursor: whatever went wrong, the process lives.
    func giveBack(_ name: String, at cursor: MailboxCursor, epoch: Int32) {
        transaction.enqueue(
            """
            UPDATE mailbox SET starts = starts - 1, epoch = 0
            WHERE name = $1 AND uid_validity = $2 AND last_uid = $3 AND epoch = $4 AND starts > 0
            """,
            name,
            Int64(cursor.uidValidity),
            Int64(cursor.lastUID),
            epoch
        )
    }

    /// Notes that a session ended in the middle of a mail's fetch; it counts when it had just shown another mail.
    func noteCut(_ name: String, on uid: UInt32, at cursor: MailboxCursor, counts: Bool) async throws {
        let rows = try await transaction.rows(
            """
            UPDATE mailbox
            SET cuts = CASE WHEN cut_uid = $4 THEN cuts ELSE 0 END + $6::int,
                cut_since = CASE WHEN cut_uid = $4 THEN cut_since ELSE $5 END,
                cut_uid = $4
            WHERE name = $1 AND uid_validity = $2 AND last_uid = $3
            RETURNING cuts
            """,
            name,
            Int64(cursor.uidValidity),
            Int64(cursor.lastUID),
            Int64(uid),
            now,
            counts ? Int32(1) : 0
        )
        guard rows.first != nil else { throw CursorMoved() }
    }

    /// Moves the cursor, writes the ledger and hands the mail on, all or nothing.
    func record(_ filing: Filing, of name: String, behind cursor: MailboxCursor) async throws -> String {
        if !Mutant.cursorBeforeHandOver.isOn { try await move(name, from: cursor, to: filing.uid) }
        let isKnown = try await knows(filing)
        let (outcome, externalID, reason): (String, String?, String?) =
            switch filing.outcome {
            case .request(_, let id): (isKnown ? "known" : "handed_on", id, nil)
            case .quarantined(let reason): ("quarantined", nil, reason)
            case .gone: ("gone", nil, nil)
            }
        transaction.enqueue(
            """
            INSERT INTO mailbox_message
                (mailbox, uid_validity, uid, message_id, external_id, sha256, size, outcome, reason, seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            name,
            Int64(cursor.uidValidity),
            Int64(filing.uid),
            filing.messageID,
            externalID,
            filing.sha256.map { Bytes($0) },
            Int64(filing.size),
            outcome,
            reason,
            now
        )
        if case .request(let request, _) = filing.outcome, !isKnown { submit(request) }
        return outcome
    }

    /// Moves the cursor.
    func move(_ name: String, from cursor: MailboxCursor, to uid: UInt32) async throws {
        let moved = try await transaction.rows(
            """
            UPDATE mailbox SET last_uid = $4, starts = 0, cut_uid = NULL
            WHERE name = $1 AND uid_validity = $2 AND last_uid = $3
            RETURNING last_uid
            """,
            name,
            Int64(cursor.uidValidity),
            Int64(cursor.lastUID),
            Int64(uid)
        )
        guard moved.first != nil else { throw CursorMoved() }
    }

    private func knows(_ filing: Filing) async throws -> Bool {
        guard let sha256 = filing.sha256, case .request = filing.outcome else { return false }
        let rows = try await transaction.rows(
            """
            SELECT FROM mailbox_message
            WHERE sha256 = $1 AND outcome = 'handed_on' AND message_id IS NOT DISTINCT FROM $2
            LIMIT 1
            """,
            Bytes(sha256),
            filing.messageID
        )
        return rows.first != nil
    }
}
