import FoundationEssentials
import Logging
import MailStore
import Postgres
import WorkerKit

/// Removes from the mail store what is old and what nothing refers to: once a day, by one replica.
struct StoreSweep: Sendable {
    /// Between two questions whether a day is over.
    private static let pace = Duration.seconds(600)

    /// The day's sweep, which is this process's now.
    private struct Claim: Sendable {
        let before: Date
        let isFirst: Bool
    }

    private let store: MailStore
    private let keep: Duration
    private let platform: Platform

    init(_ store: MailStore, keep: Duration, platform: Platform) {
        self.store = store
        self.keep = keep
        self.platform = platform
        platform.metrics.declare(
            "aftersail_retention_removed_total",
            .counter,
            "Rows or texts removed because of their age.",
            labels: [[("what", MailFileRule.name)]]
        )
    }

    func run() async {
        while !Task.isCancelled {
            do {
                if let instant = try await claim() { try await sweep(before: instant) }
            } catch is CancellationError {
                return
            } catch {
                platform.log.warning(
                    "the mail store could not be swept; a day later again",
                    [.reason: "\(Self.words(of: error))"]
                )
            }
            await Pause.jittered(Self.pace)
        }
    }

    private static func words(of error: any Error) -> String {
        switch error {
        case let error as MailStoreError: error.description
        case let error as SweepRefused: error.description
        default: Cause.text(of: error)
        }
    }

    /// Files last written before this are old enough; `nil` when it is not time, or another replica's.
    ///
    /// The first look of a database only notes the day, and none happens while a restore is open: such a database may not
    /// know yet what the store holds for it.
    private func claim() async throws -> Date? {
        let seconds = keep / .seconds(1)
        let claimed = try await platform.turn { turn in
            let rows = try await turn.transaction.rows(
                """
                WITH former AS (
                    SELECT what, looked_at FROM retention WHERE what = $1 FOR UPDATE
                )
                UPDATE retention r
                SET keep = make_interval(secs => $2), looked_at = $3
                FROM former f
                WHERE r.what = f.what AND (f.looked_at IS NULL OR f.looked_at NOT BETWEEN $3 - interval '1 day' AND $3)
                  AND NOT EXISTS (SELECT FROM restore_point p WHERE p.ended_at IS NULL)
                RETURNING mail_files_before(r.keep) AS before, f.looked_at IS NULL AS is_first
                """,
                MailFileRule.name,
                seconds,
                turn.now
            )
            return try rows.first.map { row in
                Claim(before: try row("before"), isFirst: try row("is_first"))
            }
        }
        guard let claimed else { return nil }
        guard !claimed.isFirst else {
            platform.log.notice("this database sees the mail store for the first time; a sweep follows in a day")
            return nil
        }
        return claimed.before
    }

    private func sweep(before instant: Date) async throws {
        let counted = try await goThrough(before: instant, removes: false)
        if counted.isTooMuch { throw SweepRefused(idle: counted.idle, old: counted.old) }
        guard counted.idle > 0 else { return }
        let found = try await goThrough(before: instant, removes: true)
        guard found.idle > 0 else { return }
        try await platform.turn { turn in
            turn.transaction.enqueue(
                "UPDATE retention SET gone = gone + $2 WHERE what = $1",
                MailFileRule.name,
                Int64(found.idle)
            )
        }
        platform.metrics.add("aftersail_retention_removed_total", Double(found.idle), [("what", MailFileRule.name)])
        platform.log.info(
            "removed what was older than it is kept",
            [.setting: "\(MailFileRule.setting)", .count: "\(found.idle)"]
        )
    }

    private func goThrough(before instant: Date, removes: Bool) async throws -> MailStoreSweep {
        let platform = platform
        // Before any message is looked for: a request that waits now and is a message by then is seen by one of them.
        let requests = try await platform.database.rows("SELECT waiting_mail_files() AS file")
        let waiting = Set(try Self.files(of: requests))
        return try await store.sweep(before: instant, removes: removes) { files in
            let rows = try await platform.database.rows("SELECT referred_mail_files($1) AS file", files)
            let referred = try Self.files(of: rows)
            return waiting.intersection(files).union(referred)
        }
    }

    private static func files(of rows: Rows) throws -> [String] {
        try rows.map { row in try row("file") as String }
    }
}

/// A sweep that would remove so much that the database is hardly the one that the store belongs to.
struct SweepRefused: Error, CustomStringConvertible {
    let idle: Int
    let old: Int

    var description: String {
        "\(idle) of \(old) old files would go at once, nothing was removed; is this the database that the store belongs to? "
            + "If so, look with `aftersail mail sweep`, and remove them with --remove"
    }
}
