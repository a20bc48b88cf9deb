import Contracts
import FoundationEssentials
import MailboxList
import Postgres

/// What the database knows of one mailbox.
struct MailboxAccount {
    let database: Database
    let place: MailboxPlace
    /// `YYYY-MM-DD`; `nil` is today.
    let day: String?

    /// One line of the report.
    func row(_ shown: MailboxCensus) async throws -> JSONValue {
        // What the worker records meanwhile is no loss, so the server was asked first.
        let unrecorded = try await unrecorded(shown)
        let counts = try await counts()
        let missing = unrecorded.missing + (counts["lost"]?.whole ?? 0)
        var row = counts
        row["lost"] = nil
        row["mailbox"] = .string(place.name)
        row["holds"] = .number("\(shown.uids.count)")
        row["waiting"] = .number("\(unrecorded.waiting)")
        row["missing"] = .number("\(missing)")
        row["problem"] = shown.problem.map { .string($0) } ?? .null
        return .object(row)
    }

    private func unrecorded(_ shown: MailboxCensus) async throws -> (missing: Int, waiting: Int) {
        guard let uidValidity = shown.uidValidity else { return (0, 0) }
        let rows = try await database.values(
            """
            SELECT count(*) FILTER (WHERE u.uid <= COALESCE(m.last_uid, 0)) AS missing,
                count(*) FILTER (WHERE u.uid > COALESCE(m.last_uid, 0)) AS waiting
            FROM unnest($3::bigint[]) AS u (uid)
            LEFT JOIN aftersail.mailbox m ON m.name = $1 AND m.uid_validity = $2
            WHERE NOT EXISTS (
                SELECT FROM aftersail.mailbox_message x WHERE x.mailbox = $1 AND x.uid_validity = $2 AND x.uid = u.uid)
            """,
            place.name,
            Int64(uidValidity),
            shown.uids.map { Int64($0) }
        )
        return (rows.first?["missing"].whole ?? 0, rows.first?["waiting"].whole ?? 0)
    }

    private func counts() async throws -> [String: JSONValue] {
        let rows = try await database.values(
            """
            SELECT count(*) FILTER (WHERE outcome = 'handed_on') AS handed_on,
                count(*) FILTER (WHERE outcome = 'known') AS known,
                count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined,
                count(*) FILTER (WHERE outcome = 'gone') AS gone,
                count(*) FILTER (WHERE outcome = 'handed_on' AND stored) AS stored,
                count(*) FILTER (WHERE outcome = 'handed_on' AND refused AND NOT stored) AS refused,
                count(*) FILTER (WHERE outcome = 'handed_on' AND NOT stored AND NOT refused
                    AND seen_at < aftersail.now() - interval '5 minutes') AS lost
            FROM (
                SELECT m.outcome, m.seen_at,
                    EXISTS (
                        SELECT FROM aftersail.message x
                        WHERE md5(x.external_id) = md5(m.external_id) AND x.external_id = m.external_id
                            AND x.channel = 'email') AS stored,
                    EXISTS (
                        SELECT FROM aftersail.quarantine q WHERE q.external_id = m.external_id) AS refused
                FROM aftersail.mailbox_message m
                WHERE m.mailbox = $1
                    AND m.seen_at >= COALESCE($2::text::date, (aftersail.now() AT TIME ZONE 'UTC')::date)::timestamp
                        AT TIME ZONE 'UTC'
                    AND m.seen_at < (COALESCE($2::text::date, (aftersail.now() AT TIME ZONE 'UTC')::date) + 1)::timestamp
                        AT TIME ZONE 'UTC'
            ) n
            """,
            place.name,
            day
        )
        guard case .object(let counts)? = rows.first else { return [:] }
        return counts
    }
}
