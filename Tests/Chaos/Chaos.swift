import ArgumentParser
import FoundationEssentials
import Proving

/// Breaks the running system on purpose, and says whether it kept its promises.
@main struct Chaos: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaos",
        abstract: "Runs the whole system under load, breaks it in every way it knows, and checks what came of it.",
        discussion: "docs/chaos.md tells what each fault is and how to read the report."
    )

    @Option(help: "Where the faults come from; the same seed brings the same faults.")
    var seed: UInt64 = 1

    @Option(help: "Minutes of load and faults.")
    var minutes = 3.0

    @Option(help: "`all`, or a comma list of faults.")
    var faults = "all"

    @Option(help: "New requests a second; the debug build on two cores takes some 60.")
    var rate = 50.0

    @Option(help: "Minutes of soak instead: 70 % of what this machine takes, a fault every 30 s, growth watched.")
    var soak: Double?

    @Option(help: "So many orderly scale-ins under load instead, with the redeliveries they cause.")
    var scaleIn: Int?

    @Flag(help: "Print one line of JSON instead of tables.")
    var json = false

    @Flag(help: "Missed targets count as broken promises.")
    var strict = false

    @Flag(help: "Logs and records stay although nothing was broken.")
    var keepLogs = false

    func run() async throws {
        let plan = try plan()
        if let scaleIn {
            let broken = try await ScaleIn(plan: plan, times: scaleIn).run()
            throw ExitCode(broken == 0 ? 0 : 1)
        }
        let report = try await ChaosRun(plan: plan).run()
        Console.report(json ? try report.json() : report.text)
        throw ExitCode(report.verdict.isKept && (!strict || report.missed.isEmpty) ? 0 : 1)
    }

    private func plan() throws -> RunPlan {
        var kinds = try FaultKind.list(faults)
        // A soak lasts too long for a disk in memory.
        if soak != nil { kinds.removeAll { $0 == .diskFull } }
        return RunPlan(
            seed: seed,
            minutes: soak ?? minutes,
            rate: rate,
            kinds: kinds,
            replicas: soak == nil ? 1...3 : 2...2,
            pause: soak == nil ? 3...6 : 24...28,
            isSoak: soak != nil,
            keepsLogs: keepLogs
        )
    }
}
