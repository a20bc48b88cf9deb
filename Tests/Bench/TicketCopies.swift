import FoundationEssentials
import Postgres
import Proving

/// Copies of tickets that the pipeline itself made, written by SQL in sets: the same rows under new ids and instants.
///
/// Every instant of a ticket moves by one and the same interval, so that its facts go on fitting together. Nobody is
/// told of copies and no load is counted; keys and triggers are off, because copies of good rows are good.
struct TicketCopies: Sendable {
    /// What kind of copies, and where their instants lie.
    enum Purpose: Sendable {
        /// Closed long ago, over the past fifty days.
        case closed
        /// Answered and open, whose timer of one step falls due one microsecond after another, the last at an instant.
        case due(at: Date)
    }

    /// Tickets in one transaction.
    private static let chunk = 10_000
    /// Tickets that are copied, in turn.
    static let sources = 1_000

    let database: Database
    private let say: @Sendable (String) -> Void

    init(_ system: BenchSystem, say: @escaping @Sendable (String) -> Void) {
        database = Database(
            PostgresConfiguration(
                url: system.pipeline.databaseURL,
                applicationName: "bench copies",
                sessionSettings: ["session_replication_role": "replica", "synchronous_commit": "off"],
                deadline: .seconds(900)
            ),
            links: 1
        )
        self.say = say
    }

    /// Writes `count` copies of the tickets that `choice`, a query for `ticket` and `due`, finds.
    ///
    /// - Throws: `CommandFailed` when it finds none.
    func write(_ count: Int, of choice: String, for purpose: Purpose) async throws {
        let start = ContinuousClock.now
        for statement in CopyStatements.preparation(choice) { try await database.script(statement) }
        let found = try await number("SELECT count(*) AS n FROM bench.source")
        guard found > 0 else { throw CommandFailed(output: "no ticket is finished, so there is none to copy") }
        var done = 0
        while done < count {
            let end = min(done + Self.chunk, count)
            try await copy(done + 1...end, of: count, for: purpose)
            done = end
            let seconds = start.duration(to: .now) / .seconds(1)
            say("  \(done) of \(count) copies after \(seconds.brief) s")
        }
        try await seal(start)
        try await tidy()
        say("  copies are tidy after \((start.duration(to: .now) / .seconds(1)).brief) s")
    }

    private func copy(_ numbers: ClosedRange<Int>, of count: Int, for purpose: Purpose) async throws {
        let (first, last) = (Int64(numbers.lowerBound), Int64(numbers.upperBound))
        try await database.transaction(deadline: .seconds(900)) { transaction in
            switch purpose {
            case .closed: try await transaction.execute(CopyStatements.placeInThePast, first, last, Int64(count))
            case .due(let instant):
                try await transaction.execute(CopyStatements.placeDue, first, last, Int64(count), instant)
            }
            for statement in CopyStatements.common + CopyStatements.particular(purpose) {
                try await transaction.execute(statement, first, last)
            }
        }
    }

    /// The sealing sweep would take minutes of its own for so many lines, beside what is measured next.
    private func seal(_ start: ContinuousClock.Instant) async throws {
        var (sealed, calls) = (0, 0)
        while true {
            let count = try await number("SELECT seal_events(20000) AS n")
            sealed += count
            calls += 1
            if count > 0, calls.isMultiple(of: 25) {
                say("  \(sealed) lines sealed after \((start.duration(to: .now) / .seconds(1)).brief) s")
            }
            guard count == 0 else { continue }
            if try await number(CopyStatements.unsealed) == 0 { return }
            try await Task.sleep(for: .milliseconds(50))  // lint:sleep the worker's own sweep holds the seal
        }
    }

    /// Brings tables and planner to where a long life and a quiet hour would have brought them: all tables, the small
    /// ones that are empty at rest included, so that neither is left to autovacuum while something is measured.
    private func tidy() async throws {
        try await database.script("VACUUM (ANALYZE)")
        try await database.script("CHECKPOINT")
    }

    private func number(_ sql: String) async throws -> Int {
        guard let row = try await database.rows(sql).first else { return 0 }
        return try row("n")
    }
}
