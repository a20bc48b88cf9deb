import FoundationEssentials
import Postgres
import Proving

/// The phases of the benchmark, each measured by itself.
struct Phases: Sendable {
    let system: BenchSystem
    let corpus: Corpus
    let load: Load
    let isProfiled: Bool
    let say: @Sendable (String) -> Void

    /// Rest: CPU of the busiest worker in percent of one core over ten seconds.
    func rest() async throws -> Double {
        let before = try system.use()
        let start = ContinuousClock.now
        try await Task.sleep(for: .seconds(10))  // lint:sleep the time over which rest is measured
        let seconds = start.duration(to: .now) / .seconds(1)
        let after = try system.use()
        let shares = after.workers.map { name, use in
            (name, (use.cpuSeconds - (before.workers[name]?.cpuSeconds ?? 0)) / seconds * 100)
        }
        let text = shares.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1.brief) %" }.joined(separator: ", ")
        say("at rest: \(text)")
        return shares.map(\.1).max() ?? 0
    }

    /// One message at a time, `count` of them.
    func idle(count: Int) async throws -> PhaseReport {
        try await measure("idle") {
            for _ in 0..<count {
                try await load.post(1)
                try await Task.sleep(for: .milliseconds(150))  // lint:sleep one message at a time
            }
        }
    }

    /// `count` messages as fast as they are taken.
    func burst(_ name: String, count: Int, outstanding: Int) async throws -> PhaseReport {
        try await measure(name) { try await load.saturate(count: count, outstanding: outstanding, done: done) }
    }

    /// As fast as they are taken for `limit`; a checkpoint falls into it.
    func sustained(for limit: Duration, outstanding: Int) async throws -> PhaseReport {
        try await measure("sustained") {
            async let checkpoint: Void = {
                try await Task.sleep(for: limit / 3)  // lint:sleep the checkpoint comes in the middle
                try await system.pipeline.database.execute("CHECKPOINT")
            }()
            try await load.saturate(for: limit, outstanding: outstanding, done: done)
            try await checkpoint
        }
    }

    /// A given rate for `limit`.
    func paced(_ name: String, rate: Double, for limit: Duration) async throws -> PhaseReport {
        try await measure(name) { try await load.pace(rate: rate, for: limit) }
    }

    /// Finished tickets so far.
    var done: @Sendable () -> Int {
        { [system] in Gauge.done(system) }
    }

    /// Does `work`, waits at most `patience` until its tickets are finished, and reads what all that took.
    func measure(
        _ name: String,
        patience: Duration = .seconds(120),
        _ work: () async throws -> Void
    ) async throws -> PhaseReport {
        var report = PhaseReport(name: name)
        report.stored = await system.pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0
        if isProfiled { try await StatementProfile.reset(system.pipeline.database) }
        let (use, gauge, first) = (try system.use(), Gauge(system), load.next)
        let (start, begin) = (Date(), ContinuousClock.now)
        try await work()
        let numbers = first..<load.next
        let finished = gauge.done + numbers.count
        let end = ContinuousClock.now + patience
        while Gauge.done(system) < finished, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))  // lint:sleep poll of a condition with a deadline
        }
        let elapsed = begin.duration(to: .now) / .seconds(1)
        // The generator's own reading of the results is not part of the measured use.
        let after = (use: try system.use(), gauge: Gauge(system))
        let statements = isProfiled ? try await StatementProfile.lines(60, from: system.pipeline.database) : []
        let times = try await TicketTimes.read(numbers, of: load, corpus, from: system.pipeline.database)
        report.tickets = times.both.count
        report.missing = numbers.count - times.both.count
        report.seconds = (times.last ?? start).timeIntervalSince(load.confirmedAt(first) ?? start)
        report.ticketsPerSecond = Double(report.tickets) / max(report.seconds, 0.001)
        report.cpuMilliseconds = after.use.milliseconds(since: use, per: numbers.count)
        report.cpuInAll = ["workers", "postgresql", "rabbitmq"].compactMap { report.cpuMilliseconds[$0] }.reduce(0, +)
        report.p50 = TicketTimes.percentile(0.5, of: times.both)
        report.p99 = TicketTimes.percentile(0.99, of: times.both)
        report.steps = [
            "opened": times.opened, "classified": times.classified, "assigned": times.assigned,
            "acknowledged": times.acknowledged,
        ].mapValues { TicketTimes.percentile(0.5, of: $0) }
        report.batchSizes = after.gauge.batchSizes(since: gauge)
        report.busy = after.gauge.busy(since: gauge, seconds: elapsed)
        report.deliveriesPerTicket = (after.gauge.deliveries - gauge.deliveries) / Double(max(1, numbers.count))
        report.mailsPerSecond = (after.gauge.mails - gauge.mails) / max(elapsed, 0.001)
        report.residentMiB = after.use.workers.mapValues(\.residentMiB)
        tell(report)
        if isProfiled { say("  the database's time by statement:\n" + statements.joined(separator: "\n")) }
        return report
    }

    private func tell(_ report: PhaseReport) {
        func list(_ values: [String: Double]) -> String {
            values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.brief)" }.joined(separator: ", ")
        }
        say(
            """
            \(report.name): \(report.tickets) tickets in \(report.seconds.brief) s = \(report.ticketsPerSecond.brief)/s, \
            p50 \(report.p50.brief) ms, p99 \(report.p99.brief) ms, missing \(report.missing), stored before \(report.stored)
              CPU ms a ticket \(report.cpuInAll.brief): \(list(report.cpuMilliseconds))
              median ms to: \(list(report.steps))
              batch sizes: \(list(report.batchSizes))
              in transactions: \(list(report.busy)); deliveries a ticket \(report.deliveriesPerTicket.brief)
              mails/s \(report.mailsPerSecond.brief); RSS MiB: \(list(report.residentMiB))
            """
        )
    }
}

extension Double {
    /// Three digits that matter.
    var brief: String {
        let size = abs(self)
        let places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
        let scale = (0..<places).reduce(1.0) { value, _ in value * 10 }
        let rounded = (self * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
