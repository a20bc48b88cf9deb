import ArgumentParser
import Contracts
import Postgres

/// How things stand.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows tickets, queues, outboxes, processes, and what needs a person.",
        discussion: "Exits with 69 when the database or the broker does not answer."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let report = try await common.access.read { try await StatusReport.read($0) }
        let queues = try await common.access.withTopology { try await QueueReading.all(on: $0) }
        let output = common.output
        var members = report.members
        members["queues"] = .array(queues.map(\.value))
        if output.isJSON { return output.json(.object(members)) }
        output.heading("Tickets")
        output.line("  \(report["tickets"].shown)")
        output.heading("Needs a person")
        output.line("  \(report["attention"].shown)")
        output.heading("Processes")
        output.rows(
            report["processes"].list,
            [
                Column("worker", "worker"), Column("host", "host"), Column("pid", "pid"), Column("version", "version"),
                Column("since", "started_at"),
            ],
            none: "  no worker runs; start them with `make up`"
        )
        output.heading("Queues")
        output.rows(
            queues.map(\.value),
            [
                Column("queue", "queue"), Column("ready", "ready", alignsRight: true),
                Column("consumers", "consumers", alignsRight: true),
            ],
            none: "  none"
        )
        output.heading("Outboxes")
        output.rows(
            report["outboxes"].list,
            [Column("writer", "writer"), Column("rows", "rows", alignsRight: true), Column("oldest", "oldest_at")],
            none: "  none"
        )
    }
}
