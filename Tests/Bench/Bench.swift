import ArgumentParser
import FoundationEssentials
import Glibc
import Proving

/// Measures the whole system on this machine: private durable servers, one process of each worker.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures tickets a second, CPU a ticket, latency, memory and rest of the whole system."
    )

    @Option(help: "Messages of the first burst.")
    var smoke = 20_000
    @Option(help: "Seconds of the sustained run; 0 leaves it out.")
    var sustained = 180
    @Option(help: "Seconds at half of the sustained rate; 0 leaves it out.")
    var half = 30
    @Option(help: "Tickets stored before the burst is repeated; 0 leaves it out.")
    var stored = 0
    @Option(help: "Messages of the idle latency; 0 leaves it out.")
    var idle = 40
    @Option(help: "Most messages in the system at once.")
    var outstanding = 2_500
    @Option(help: "Agents of the roster.")
    var agents = 100
    @Option(help: "A JSONL file with texts instead of generated messages.")
    var data: String?
    @Option(help: "Goes into every external id; choose another to repeat on the same system.")
    var seed: UInt64 = 1
    @Option(help: "AFTERSAIL_BATCH_LIMIT of the workers.")
    var batchLimit: Int?
    @Flag(help: "Prints the database's dearest statements after each phase.")
    var statements = false
    @Flag(help: "Prints the JSON line only.")
    var json = false

    func run() async throws {
        let quiet = json
        let say: @Sendable (String) -> Void = { text in
            if !quiet { StandardError.line(text) }
        }
        say("starting PostgreSQL, RabbitMQ and six workers, all durable and on this machine")
        let corpus = try Corpus(path: data, seed: seed)
        let system = try await BenchSystem.start(
            agents: agents,
            sendsMail: false,
            batchLimit: batchLimit,
            profiled: statements
        )
        let load = Load(system, corpus)
        let phases = Phases(system: system, corpus: corpus, load: load, isProfiled: statements, say: say)
        var report = BenchReport()
        report.seed = seed
        report.corpus = corpus.name
        report.hardware = Machine.text
        report.servers = BenchSystem.serverSettings
        report.provider = "recording: inside the notifier"
        report.build = Machine.build
        report.fsyncMilliseconds = DiskProbe.medianMilliseconds(in: "/tmp")
        try await run(phases, into: &report)
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        _ = try await system.pipeline.stop()
    }

    private func run(_ phases: Phases, into report: inout BenchReport) async throws {
        // What a first message pays (caches, plans) is not the rest's price.
        _ = try await phases.burst("warm-up", count: 500, outstanding: outstanding)
        report.idleCPUPercent = try await phases.rest()
        if idle > 0 {
            let phase = try await phases.idle(count: idle)
            report.idleP50 = phase.p50
            report.phases.append(phase)
        }
        if smoke > 0 {
            report.phases.append(try await phases.burst("smoke", count: smoke, outstanding: outstanding))
        }
        if sustained > 0 {
            report.phases.append(
                try await phases.sustained(for: .seconds(sustained), outstanding: outstanding)
            )
        }
        take(report.phases.last, into: &report)
        if half > 0 {
            let phase = try await phases.paced("half load", rate: report.ticketsPerSecond / 2, for: .seconds(half))
            (report.p50, report.p99) = (phase.p50, phase.p99)
            report.phases.append(phase)
        }
        let missing = stored - (report.phases.last.map { $0.stored + $0.tickets } ?? 0)
        if missing > 0 { _ = try await phases.burst("filling", count: missing, outstanding: outstanding) }
        if stored > 0 {
            report.phases.append(try await phases.burst("stored", count: smoke, outstanding: outstanding))
        }
    }

    private func take(_ phase: PhaseReport?, into report: inout BenchReport) {
        guard let phase else { return }
        report.ticketsPerSecond = phase.ticketsPerSecond
        report.cpuMilliseconds = phase.cpuMilliseconds
        report.cpuInAll = phase.cpuInAll
        report.deliveriesPerTicket = phase.deliveriesPerTicket
        report.batchSizes = phase.batchSizes
        report.mailsPerSecond = phase.mailsPerSecond
        report.residentMiB = phase.residentMiB.values.max() ?? 0
    }
}
