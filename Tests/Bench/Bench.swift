import ArgumentParser
import FoundationEssentials
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
    @Option(help: "Messages of a burst of which every tenth ticket is resolved and surveyed; 0 leaves it out.")
    var survey = 0
    @Option(help: "Tickets stored before the burst is repeated; 0 leaves it out.")
    var stored = 0
    @Option(help: "Only this: a burst of so many messages whose mails go to an SMTP server.")
    var mails = 0
    @Option(help: "Only this: so many timers that fall due at one instant.")
    var timers = 0
    @Flag(help: "Only this: deciding alone, 500 agents, without database and messages; part of every usual run.")
    var assign = false
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

    func validate() throws {
        let counts = [smoke, sustained, half, stored, survey, mails, timers, idle]
        guard counts.allSatisfy({ $0 >= 0 }) else { throw ValidationError("counts and seconds are 0 or more") }
        guard stored == 0 || smoke > 0 else {
            throw ValidationError("--stored compares with the first burst: leave --smoke above 0")
        }
    }

    func run() async throws {
        let quiet = json
        var run = try BenchRun(self) { text in
            if !quiet { StandardError.line(text) }
        }
        try await run.run()
        print(String(decoding: try JSONEncoder().encode(run.report), as: UTF8.self))
    }
}
