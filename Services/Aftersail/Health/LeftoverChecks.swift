import Contracts
import Postgres

/// What waits for a person, and what nobody carries on.
struct LeftoverChecks: Sendable {
    let database: Database

    func run() async throws -> [Finding] {
        let attention = try await database.values(StatusReport.attention).first ?? .null
        return try await [setup(), workers(), outboxes()] + [
            .none(
                attention["uncertain_notifications"].whole ?? 0,
                "mails",
                "uncertain notifications",
                "look into the provider's log, then `aftersail notification settle ID sent|failed` or `resend ID`"
            ),
            .none(
                attention["parked"].whole ?? 0,
                "parked",
                "parked messages",
                "`aftersail parked list`, then replay or drop"
            ),
            .none(
                attention["quarantined"].whole ?? 0,
                "quarantine",
                "messages in quarantine",
                "`aftersail quarantine list`, then replay or drop"
            ),
            .none(
                attention["tickets_without_agent"].whole ?? 0,
                "unassigned",
                "tickets that nobody can take",
                "`aftersail ticket show` explains why; add people, skills or capacity"
            ),
        ]
    }

    private func setup() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT (SELECT count(*) FROM setup_document WHERE active) AS documents,
                (SELECT count(*) FROM agent WHERE active) AS agents
            """
        )
        let agents = rows.first?["agents"].whole ?? 0
        return agents > 0
            ? .ok("setup", "\(rows.first?["documents"].whole ?? 0) documents, \(agents) agents")
            : .warn("setup", "no agent, so no ticket can be given to anybody", "run `aftersail setup load ops/setup`")
    }

    private func workers() async throws -> Finding {
        let rows = try await database.values(StatusReport.processes)
        let running = Set(rows.compactMap { $0["worker"].string })
        let missing = ["intake", "classifier", "dispatcher", "sla-monitor", "notifier", "survey"].filter {
            !running.contains($0)
        }
        return missing.isEmpty
            ? .ok("workers", "\(rows.count) processes, every worker runs")
            : .warn(
                "workers",
                "not running: \(missing.joined(separator: ", "))",
                "start them; their messages wait in the queues"
            )
    }

    private func outboxes() async throws -> Finding {
        let rows = try await database.values(
            "SELECT writer, rows FROM (\(StatusReport.outboxes)) o WHERE oldest_at < aftersail.now() - interval '30 seconds'"
        )
        let late = rows.map { "\($0["writer"].shown) \($0["rows"].shown)" }
        return late.isEmpty
            ? .ok("outboxes", "nothing waits longer than 30 s")
            : .fail(
                "outboxes",
                "unpublished for more than 30 s: \(late.joined(separator: ", "))",
                "is the broker up, and does a replica of each writer run (sla-monitor for desk and operator)?"
            )
    }
}
