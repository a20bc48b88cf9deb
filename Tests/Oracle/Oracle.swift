import ArgumentParser
import Glibc

/// Compares business time and SLA clocks with an oracle that walks minute by minute.
@main struct Oracle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oracle",
        abstract: "Puts random cases to the product's business time and to a slow oracle; ends with 1 if they differ.",
        discussion: "docs/oracle.md tells what the oracle shares with the product (nothing) and what the cases are."
    )

    @Option(help: "Where the cases come from; the same seed brings the same cases.")
    var seed: UInt64 = 1

    @Option(help: "How many cases.")
    var cases = 100_000

    @Option(name: .customLong("case"), help: "Only the case of this number, with both answers.")
    var only: Int?

    @Option(help: "Print no more mismatches than this; all are counted.")
    var show = 20

    func validate() throws {
        guard cases > 0, only ?? 0 >= 0 else { throw ValidationError("give --cases above 0 and --case 0 or above") }
    }

    func run() throws {
        let clock = ContinuousClock()
        let begin = clock.now
        let zones = try OracleZones()
        say("▸ \(zones.count) zones asked of the C library in \(clock.now - begin); left out: \(zones.leftOut.count)")
        if let only { return try tell(only, zones) }
        let found = compare(zones)
        print("speed: \(try ProductSpeed.measure()) deadlines/s on one core")
        guard found == 0 else { throw ExitCode.failure }
    }

    private func tell(_ number: Int, _ zones: OracleZones) throws {
        let item = CaseMaker(seed: seed, zones: zones).make(number)
        guard let mismatch = Mismatch(item, seed: seed) else {
            print("case \(number) of seed \(seed): both say \(item.expected)")
            return
        }
        print(mismatch.text)
        throw ExitCode.failure
    }

    /// How many cases differ.
    private func compare(_ zones: OracleZones) -> Int {
        let clock = ContinuousClock()
        let begin = clock.now
        let run = OracleRun(seed: seed, zones: zones)
        var found = 0
        for first in stride(from: 0, to: cases, by: Self.step) {
            run.run(first..<min(first + Self.step, cases)) { mismatch in
                found += 1
                if found <= show { print(mismatch.text) }
            }
            say("  \(min(first + Self.step, cases)) of \(cases) cases, \(found) mismatches, \(clock.now - begin)")
        }
        let taken = (clock.now - begin) / .seconds(1)
        print("seed \(seed): \(cases) cases, \(found) mismatches, \(Int(Double(cases) / taken)) cases/s")
        return found
    }

    private static let step = 50_000

    /// Progress for a person; standard output is for results.
    private func say(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = unsafe write(STDERR_FILENO, line, line.count)
    }
}
