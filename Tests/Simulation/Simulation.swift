import ArgumentParser
import BusinessTime
import Contracts
import FoundationEssentials
import Proving

/// Weeks of an after-sales organisation in minutes, through the real workers, and whether every promise was kept.
@main struct Simulation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation",
        abstract: "Runs the product's clock fast under a believable organisation, and checks every SLA promise.",
        discussion: "docs/simulation.md tells what runs and how to read the report."
    )

    @Option(help: "Where everything that is left to chance comes from.")
    var seed: UInt64 = 1

    @Option(help: "Days of the product's clock.")
    var days = 14.0

    @Option(help: "First instant of the product's clock: YYYY-MM-DD, or RFC 3339.")
    var start = "2026-10-19"

    @Option(help: "Seconds of the product's clock in one of the machine's.")
    var rate = 600.0

    @Option(help: "New tickets a day, on average over a week.")
    var tickets = 300.0

    @Option(help: "Seconds of the machine within which the product is to notice what is due.")
    var patience = 3.0

    @Option(help: "Hours of the product's clock between two checks.")
    var checkEvery = 1.0

    @Option(help: "How the workers are replaced on the way: none, orderly, kill, both.")
    var restart = "none"

    @Option(help: "Hours of the product's clock that a ticket may be without an agent.")
    var longestWait = 4.0

    @Option(help: "Gini coefficient of relative load on shift that half of the looks may not exceed.")
    var unevenness = 0.6

    @Option(help: "File for the history of resolved tickets, one line of JSON each.")
    var history: String?

    @Flag(help: "Print one line of JSON instead of tables.")
    var json = false

    @Flag(help: "Logs and records stay although nothing was broken.")
    var keepLogs = false

    func run() async throws {
        let report = try await SimulationRun(plan: try plan()).run()
        Console.report(json ? try report.json() : report.text + "\n" + (try report.json()))
        throw ExitCode(report.isKept ? 0 : 1)
    }

    private func plan() throws -> RunPlan {
        guard let begin = RFC3339.date(start.contains("T") ? start : start + "T00:00:00Z") else {
            throw ValidationError("--start is a date such as 2026-10-19, or an instant such as 2026-10-19T08:00:00Z")
        }
        guard let restart = RunPlan.Restart(rawValue: restart) else {
            let names = RunPlan.Restart.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--restart is one of \(names)")
        }
        guard days > 0, (1...5_000).contains(rate), tickets > 0, patience > 0, checkEvery > 0,
            longestWait > 0, (0...1).contains(unevenness)
        else {
            throw ValidationError(
                "--days, --tickets, --patience, --check-every and --longest-wait are above 0, --rate is 1 to 5,000, "
                    + "--unevenness 0 to 1"
            )
        }
        return RunPlan(
            seed: seed,
            start: begin,
            days: days,
            rate: rate,
            ticketsPerDay: tickets,
            patience: patience,
            checkEvery: checkEvery,
            restart: restart,
            longestWait: longestWait,
            unevenness: unevenness,
            history: history,
            keepsLogs: keepLogs
        )
    }
}
