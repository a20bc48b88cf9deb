import Contracts
import FoundationEssentials
import Postgres

/// A message that came as a mail, and the files that it refers to.
struct KeptMessage {
    /// Columns of `of`.
    let row: JSONValue

    /// The hash of the mail as it came, or of one of its attachments, counted from 1.
    func file(_ attachment: Int?) throws -> String {
        guard let attachment else { return row["sha256"].string ?? "" }
        let all = row["attachments"].list
        guard all.indices.contains(attachment - 1) else {
            throw Failure(.badData, "the mail has \(all.count) attachments, and none with the number \(attachment)")
        }
        guard let hash = all[attachment - 1]["sha256"].string else {
            throw Failure(.badData, "this attachment is not in the mail store")
        }
        return hash
    }

    /// Messages by their id, Message-ID or ticket, oldest first; those that came otherwise than as a mail are left out.
    static func of(_ which: String, in database: Database) async throws -> [KeptMessage] {
        let rows = try await database.values(
            """
            SELECT m.id::text AS id, t.number AS ticket, m.external_id, m.received_at,
                m.extra #>> '{mail,original,sha256}' AS sha256, m.attachments
            FROM message m JOIN ticket t ON t.id = m.ticket_id
            WHERE m.extra #>> '{mail,original,sha256}' IS NOT NULL
              AND m.id IN (
                SELECT $2::uuid AS id
                UNION
                SELECT x.id FROM message x WHERE md5(x.external_id) = md5($1) AND x.external_id = $1
                UNION
                SELECT x.id FROM message x JOIN ticket y ON y.id = x.ticket_id WHERE y.number = upper($1))
            ORDER BY m.received_at, m.id
            """,
            which,
            UUID(uuidString: which)
        )
        return rows.map(KeptMessage.init)
    }
}
