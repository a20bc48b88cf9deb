import BusinessTime
import ClockRecord
import FoundationEssentials

/// Whether the customer is promised something now, or when.
struct PromisePlan {
    let tell: TicketPlan.Tell?
    let timer: TimerRow?

    init(
        _ facts: TicketFacts,
        _ clocks: SLAClocks,
        _ paced: (pace: ResolutionPace, likeness: PaceBook.Likeness)?,
        promiseWait: Duration,
        now: Date
    ) {
        let isPromised = facts.notices.contains {
            $0.clock == TicketPlan.promiseClock && $0.step == TicketPlan.promiseStep
        }
        let latestStart = facts.head.openedAt.addingTimeInterval(Double(promiseWait.components.seconds))
        let isDue = facts.head.isClassified || latestStart.microseconds < now.microseconds
        tell = isPromised || !isDue ? nil : .promise(PromiseMade(clocks, paced, now: now))
        timer =
            isPromised || isDue
            ? nil
            : TimerRow(
                key: TimerKey(clock: TicketPlan.promiseClock, step: TicketPlan.promiseStep),
                deadlineVersion: 0,
                dueAt: latestStart
            )
    }
}

/// The interval that a customer is promised, and what it rests on; stored with its notice.
struct PromiseMade: Encodable, Equatable, Sendable {
    let earliest: Date
    let latest: Date
    /// What the tickets have in common that the interval was learned from; nothing when it is the policy's.
    let likeness: PaceBook.Likeness?
    /// How many they were.
    let samples: Int?

    /// By what like tickets took, else by the policy's target for the solution.
    ///
    /// Nothing without either, and when the latest instant has passed already because the message is old.
    init?(_ clocks: SLAClocks, _ paced: (pace: ResolutionPace, likeness: PaceBook.Likeness)?, now: Date) {
        guard let target = clocks.rule.targets.resolution else { return nil }
        let (start, calendar) = (clocks.facts.startsAt, clocks.facts.calendar)
        let learned = paced.flatMap { Promise(start: start, pace: $0.pace, calendar: calendar) }
        guard let promise = learned ?? Promise(start: start, target: target, calendar: calendar), promise.latest > now
        else { return nil }
        earliest = max(promise.earliest, now)
        latest = promise.latest
        likeness = learned == nil ? nil : paced?.likeness
        samples = learned == nil ? nil : paced?.pace.samples
    }
}
