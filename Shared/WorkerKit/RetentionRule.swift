/// Rows that may go once they are old enough, and the setting that says when.
///
/// The rules of all workers stand here, so that `aftersail retention` can tell what goes next; each is carried out by the
/// worker that owns the rows.
public struct RetentionRule: Sendable {
    /// Key in the table `retention`, such as `quarantine`.
    public let name: String
    /// The worker that carries it out.
    public let worker: String
    /// Variable that says how long rows are kept.
    public let setting: String
    /// What is kept so long.
    public let purpose: String
    /// Time they are kept when nothing else is said.
    public let standard: String
    /// Shortest time that is safe.
    let atLeast: Duration
    /// Counts, as `due`, the rows that are older than `$1`.
    public let due: String
    /// Removes up to `$2` rows older than `$1`; gives how many were looked at (`looked`) and how many went (`gone`).
    let removal: String

    /// Every rule.
    public static let all: [RetentionRule] = [
        .quarantine, .parked, .processes, .mailTexts, .suppressions, .mailBudgets, .surveys,
    ]
}

extension SettingsReader {
    /// How long the rows of a rule are kept.
    public mutating func keep(_ rule: RetentionRule) -> Duration {
        duration(rule.setting, rule.purpose, default: rule.standard, in: rule.atLeast...RetentionRule.longest)
    }
}

extension RetentionRule {
    /// Ten years: the rules count back from now, and a UUIDv7 has no place for instants before 1970.
    static let longest = Duration.seconds(3_650 * 86_400)
    private static let day = Duration.seconds(86_400)

    /// Refused requests that a person replayed or dropped.
    public static let quarantine = RetentionRule(
        name: "quarantine",
        worker: "intake",
        setting: "AFTERSAIL_KEEP_QUARANTINE",
        purpose: "time a replayed or dropped request stays in quarantine after it was last seen; waiting ones stay",
        standard: "30d",
        atLeast: day,
        due: """
            SELECT count(*) AS due FROM quarantine
            WHERE state <> 'waiting' AND greatest(settled_at, last_seen_at) < $1
            """,
        removal: """
            WITH old AS (
                SELECT id
                FROM quarantine
                WHERE state <> 'waiting' AND greatest(settled_at, last_seen_at) < $1
                ORDER BY greatest(settled_at, last_seen_at)
                LIMIT $2
                FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM quarantine q USING old WHERE q.id = old.id RETURNING q.id
            )
            SELECT count(*) AS looked, count(*) AS gone FROM gone
            """
    )

    /// Messages that a person replayed or dropped.
    public static let parked = RetentionRule(
        name: "parked",
        worker: "sla-monitor",
        setting: "AFTERSAIL_KEEP_PARKED",
        purpose: "time a parked message stays after it was replayed or dropped; those still parked stay",
        standard: "30d",
        atLeast: day,
        due: "SELECT count(*) AS due FROM parked_message WHERE state <> 'parked' AND settled_at < $1",
        removal: "SELECT n AS looked, n AS gone FROM forget_parked($1, $2::integer) AS n"
    )

    /// Records of processes and commands that ended.
    public static let processes = RetentionRule(
        name: "processes",
        worker: "sla-monitor",
        setting: "AFTERSAIL_KEEP_PROCESSES",
        purpose: "time the record of a process or command that has ended stays after its start",
        standard: "30d",
        atLeast: day,
        due: """
            SELECT count(*) AS due
            FROM process p
            WHERE p.started_at < $1
              AND NOT EXISTS (
                SELECT FROM pg_locks l
                WHERE l.locktype = 'advisory' AND l.classid = 7007 AND l.objid = p.epoch::oid AND l.granted
                  AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
            """,
        removal: "SELECT n AS looked, n AS gone FROM forget_processes($1, $2::integer) AS n"
    )

    /// Words of mails that are done with; the row stays, for its reason is what keeps anybody from being told twice.
    ///
    /// Ids are in order of time, so the primary key finds them; `reached` remembers how far the last look came.
    public static let mailTexts = RetentionRule(
        name: "mail-texts",
        worker: "notifier",
        setting: "AFTERSAIL_KEEP_MAIL_TEXTS",
        purpose: "time the words of a sent or suppressed mail stay after it was written; its record stays",
        standard: "365d",
        atLeast: .seconds(7 * 86_400),
        due: """
            SELECT count(*) AS due
            FROM notification
            WHERE id < first_uuid_at($1) AND state IN ('sent', 'suppressed') AND body <> ''
            """,
        removal: """
            WITH page AS MATERIALIZED (
                SELECT id
                FROM notification
                WHERE id > (SELECT reached FROM retention WHERE what = 'mail-texts') AND id < first_uuid_at($1)
                ORDER BY id
                LIMIT $2
            ), gone AS (
                UPDATE notification n
                SET body = ''
                FROM page
                WHERE n.id = page.id AND n.state IN ('sent', 'suppressed') AND n.body <> ''
                RETURNING n.id
            ), moved AS (
                UPDATE retention
                SET reached = (SELECT id FROM page ORDER BY id DESC LIMIT 1)
                WHERE what = 'mail-texts' AND EXISTS (SELECT FROM page)
            )
            SELECT (SELECT count(*) FROM page) AS looked, (SELECT count(*) FROM gone) AS gone
            """
    )

    /// Addresses that may be written to again.
    public static let suppressions = RetentionRule(
        name: "suppressions",
        worker: "notifier",
        setting: "AFTERSAIL_KEEP_SUPPRESSIONS",
        purpose: "time an address stays on the list of refused ones after its ban has ended",
        standard: "30d",
        atLeast: day,
        due: "SELECT count(*) AS due FROM suppression WHERE until < $1",
        removal: """
            WITH old AS (
                SELECT address FROM suppression WHERE until < $1 ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM suppression s USING old WHERE s.address = old.address RETURNING s.address
            )
            SELECT count(*) AS looked, count(*) AS gone FROM gone
            """
    )

    /// What automatic mail took of its budgets; only the last day counts.
    public static let mailBudgets = RetentionRule(
        name: "mail-budgets",
        worker: "notifier",
        setting: "AFTERSAIL_KEEP_MAIL_BUDGETS",
        purpose: "time the counters of automatic mail stay after their ten minutes",
        standard: "2d",
        atLeast: .seconds(2 * 86_400),
        due: "SELECT count(*) AS due FROM mail_budget WHERE window_at < $1",
        removal: """
            WITH old AS (
                SELECT scope, name, window_at FROM mail_budget WHERE window_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM mail_budget b
                USING old
                WHERE b.scope = old.scope AND b.name = old.name AND b.window_at = old.window_at
                RETURNING b.scope
            )
            SELECT count(*) AS looked, count(*) AS gone FROM gone
            """
    )

    /// Surveys that nobody answered.
    ///
    /// A resolution has one survey, ever: without the row, the message that asked for it would ask again. The inbox
    /// refuses messages older than eight weeks, so rows stay a little longer than that at least.
    public static let surveys = RetentionRule(
        name: "surveys",
        worker: "survey",
        setting: "AFTERSAIL_KEEP_SURVEYS",
        purpose: "time an unanswered or cancelled survey stays after it expired; ratings stay",
        standard: "400d",
        atLeast: .seconds(70 * 86_400),
        due: "SELECT count(*) AS due FROM survey WHERE state IN ('expired', 'cancelled') AND expires_at < $1",
        removal: """
            WITH old AS (
                SELECT id
                FROM survey
                WHERE state IN ('expired', 'cancelled') AND expires_at < $1
                ORDER BY expires_at
                LIMIT $2
                FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM survey s USING old WHERE s.id = old.id RETURNING s.id
            )
            SELECT count(*) AS looked, count(*) AS gone FROM gone
            """
    )
}
