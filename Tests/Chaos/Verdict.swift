import Postgres

/// What the checker found once everything was at rest.
struct Verdict: Sendable {
    /// How often each promise was broken; -1 when the question could not be asked.
    let broken: [(name: String, count: Int)]
    /// What is worth knowing and no fault.
    let facts: [(name: String, count: Int)]
    /// What was still on its way at the limit.
    let left: [String]
    /// Workers that ended unasked or badly.
    let badEnds: [String]

    var isKept: Bool { broken.isEmpty && left.isEmpty && badEnds.isEmpty }

    /// Asks every question.
    static func reach(_ database: Database, left: [String], badEnds: [String]) async -> Verdict {
        var broken: [(String, Int)] = []
        for promise in Promise.all {
            let count = await number(promise.sql, database)
            if count != 0 { broken.append((promise.name, count)) }
        }
        var known: [(String, Int)] = []
        for (name, sql) in questions { known.append((name, await number(sql, database))) }
        return Verdict(broken: broken, facts: known, left: left, badEnds: badEnds + (await parked(database)))
    }

    /// What was parked, and why: without it nobody could tell afterwards.
    private static func parked(_ database: Database) async -> [String] {
        let rows = try? await database.rows(
            "SELECT worker || ' parked ' || COALESCE(message_type, '?') || ': ' || reason AS line FROM parked_message LIMIT 5"
        )
        return rows?.compactMap { row in try? row("line") as String } ?? []
    }

    private static func number(_ sql: String, _ database: Database) async -> Int {
        guard let rows = try? await database.rows(sql), let row = rows.first else { return -1 }
        return (try? row("n") as Int) ?? -1
    }

    private static let questions = [
        ("confirmed", "SELECT count(*) AS n FROM proof.posted WHERE confirmed_at IS NOT NULL"),
        ("posted and never confirmed", "SELECT count(*) AS n FROM proof.posted WHERE confirmed_at IS NULL"),
        ("recovered: confirmed after a repeat", "SELECT count(*) AS n FROM proof.posted WHERE posts > 1"),
        ("posted again on purpose", "SELECT COALESCE(sum(repeats), 0)::bigint AS n FROM proof.posted"),
        ("tickets", "SELECT count(*) AS n FROM ticket"),
        ("messages", "SELECT count(*) AS n FROM message"),
        ("resolved at the desk", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'resolved'"),
        ("surveys answered", "SELECT count(*) AS n FROM survey WHERE state = 'answered'"),
        ("mails sent", "SELECT count(*) AS n FROM notification WHERE state = 'sent'"),
        ("mails uncertain", "SELECT count(*) AS n FROM notification WHERE state = 'uncertain'"),
        (
            "mails uncertain that did arrive",
            """
            SELECT count(*) AS n FROM notification n
            WHERE n.state = 'uncertain' AND EXISTS (SELECT FROM proof.mail m WHERE m.mail_id = n.mail_id)
            """
        ),
        ("processes of workers", "SELECT count(*) AS n FROM process WHERE worker <> 'desk'"),
        ("events in the ledger", "SELECT count(*) AS n FROM ticket_event"),
    ]
}
