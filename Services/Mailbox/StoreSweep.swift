import FoundationEssentials
import Logging
import MailStore
import Postgres
import WorkerKit

/// Removes from the mail store what is old and what nothing refers to: once a day, by one replica.
struct StoreSweep: Sendable {
    /// Between two questions whether a day is over.
    private static let pace = Duration.seconds(600)

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
                let words = (error as? MailStoreError)?.description ?? Cause.text(of: error)
                platform.log.warning("the mail store could not be swept; a day later again", [.reason: "\(words)"])
            }
            await Pause.jittered(Self.pace)
        }
    }

    /// Files last written before this are old enough; `nil` when it is not time, or another replica's.
    private func claim() async throws -> Date? {
        let seconds = keep / .seconds(1)
        return try await platform.turn { turn in
            let rows = try await turn.transaction.rows(
                """
                UPDATE retention
                SET keep = make_interval(secs => $2), looked_at = $3
                WHERE what = $1 AND (looked_at IS NULL OR looked_at NOT BETWEEN $3 - interval '1 day' AND $3)
                RETURNING mail_files_before(keep) AS before
                """,
                MailFileRule.name,
                seconds,
                turn.now
            )
            return try rows.first.map { row in try row("before") as Date }
        }
    }

    private func sweep(before instant: Date) async throws {
        let platform = platform
        let found = try await store.sweep(before: instant, removes: true) { files in
            let rows = try await platform.database.rows("SELECT needed_mail_files($1) AS file", files)
            return Set(try rows.map { row in try row("file") as String })
        }
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
}
