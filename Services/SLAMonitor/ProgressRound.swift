import BusinessTime
import ClockRecord
import FoundationEssentials

/// The next request for a progress report, and when to look whether one has left.
///
/// A report may never leave, so the request comes again after every further period of silence.
struct ProgressRound: Sendable {
    /// Pauses before a report that was asked for is looked for in the ledger: soon, then now and then.
    private static let checks = (first: 5 * 60.0, further: 3_600.0)
    /// Seconds after a request in which it is looked for soon: a report may leave in time, yet not at once.
    private static let watch = 20 * 60.0

    /// The request; nothing while the clock has ended or stands still, or when the calendar never opens again.
    let step: Step?
    private let lastTold: Date?

    /// The round of a clock after the requests that were told for its present deadline, or after it.
    ///
    /// The first request comes before the deadline, so that the report has left by then.
    init(_ clock: SLAClock, of clocks: SLAClocks, version: Int, told: [Notice]) {
        guard clock.metric == .progress, clock.stoppedAt == nil, !clock.isPaused, let ask = clock.askAt else {
            (step, lastTold) = (nil, nil)
            return
        }
        let requests = told.filter { notice in
            notice.step.hasPrefix(Step.progressPrefix)
                && (notice.deadlineVersion == version || notice.toldAt.microseconds > ask.microseconds)
        }
        lastTold = requests.map(\.toldAt).max()
        let instant = lastTold.map { Self.next(after: $0, clocks) } ?? ask
        step = instant.map { Step(kind: .progress(round: requests.count), at: $0) }
    }

    /// Nothing says that a report has left: the ledger must be asked.
    func check(_ now: Date) -> Date? {
        if let step, step.isDue(now) { return now.addingTimeInterval(Self.checks.first) }
        return lastTold.map { told in
            let isFresh = now.timeIntervalSince(told) < Self.watch
            return now.addingTimeInterval(isFresh ? Self.checks.first : Self.checks.further)
        }
    }

    private static func next(after told: Date, _ clocks: SLAClocks) -> Date? {
        clocks.rule.targets.progress.flatMap { target in
            target.calendar(clocks.facts.calendar).due(start: told, budget: target.budget)
        }
    }
}
