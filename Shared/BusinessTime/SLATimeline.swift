import FoundationEssentials
import Tickets

/// A clock's life before any arithmetic: begin, pauses, end.
struct SLARun {
    let metric: SLAMetric
    let cycle: Int
    let startedAt: Date
    var pauses: [Pause] = []
    var stoppedAt: Date?
    var isCancelled = false

    var isRunning: Bool { stoppedAt == nil }
    var isPaused: Bool { isRunning && pauses.last.map { $0.to == nil } ?? false }

    mutating func pause(_ at: Date) {
        if isRunning, !isPaused { pauses.append(Pause(from: at, to: nil)) }
    }

    mutating func resume(_ at: Date) {
        if isPaused { pauses[pauses.count - 1].to = at }
    }

    /// Ends the clock; an open pause ends with it.
    mutating func stop(_ at: Date, cancelled: Bool = false) {
        guard isRunning else { return }
        resume(at)
        stoppedAt = at
        isCancelled = cancelled
    }

    /// Goes on with what was left of the budget.
    mutating func restart(_ at: Date) {
        guard let stopped = stoppedAt else { return }
        pauses.append(Pause(from: stopped, to: at))
        stoppedAt = nil
        isCancelled = false
    }
}

/// Folds a ledger into the lives of its clocks.
///
/// First and next response do not pause. Resolution pauses while the ticket waits, for whatever, and while a proposal
/// is open; progress only while the customer's answer is awaited. Automatic messages stop no response clock.
struct SLATimeline {
    private(set) var runs: [SLARun] = []
    private var status = TicketStatus.open
    private var hasHumanReply = false

    init(_ facts: SLAFacts) {
        for metric in [SLAMetric.acknowledgement, .firstResponse, .resolution, .progress] {
            begin(metric, facts.startsAt)
        }
        var latest = facts.startsAt
        for event in facts.events {
            latest = max(latest, event.at)
            apply(event.kind, latest)
        }
    }

    private mutating func apply(_ kind: SLAEvent.Kind, _ at: Date) {
        switch kind {
        case .opened, .autoReply: break
        case .acknowledged:
            stop(.acknowledgement, at)
            renewProgress(at)
        case .progressSent: renewProgress(at)
        case .customerMessage: hear(at)
        case .humanReply: answer(at)
        case .paused(let reason): move(to: .waiting(reason), at)
        case .resumed: move(to: .open, at)
        case .proposed:
            answer(at)
            move(to: .proposed, at)
        case .objected:
            move(to: .open, at)
            hear(at)
        case .resolved: end(.resolved, at)
        case .closed: end(.closed, at)
        case .merged: end(.merged, at)
        case .reopened: reopen(at)
        }
    }

    /// The customer wrote: whoever waited for that waits no longer, and an answer is owed.
    private mutating func hear(_ at: Date) {
        guard status != .closed, status != .merged else { return }
        if status.isWaitingOnCustomer { move(to: .open, at) }
        if hasHumanReply, running(.nextResponse) == nil { begin(.nextResponse, at) }
    }

    /// A person wrote to the customer.
    private mutating func answer(_ at: Date) {
        hasHumanReply = true
        for metric in [SLAMetric.acknowledgement, .firstResponse, .nextResponse] { stop(metric, at) }
        renewProgress(at)
    }

    private mutating func move(to next: TicketStatus, _ at: Date) {
        guard !status.isEnded else { return }
        status = next
        change(.resolution) { next == .open ? $0.resume(at) : $0.pause(at) }
        change(.progress) { next.isWaitingOnCustomer ? $0.pause(at) : $0.resume(at) }
    }

    private mutating func end(_ next: TicketStatus, _ at: Date) {
        let isSolved = next == .resolved
        status = next
        stop(.resolution, at, cancelled: !isSolved)
        stop(.progress, at, cancelled: !isSolved)
        for metric in [SLAMetric.acknowledgement, .firstResponse, .nextResponse] { stop(metric, at, cancelled: true) }
    }

    private mutating func reopen(_ at: Date) {
        guard status.isEnded else { return }
        status = .open
        restart(.resolution, at)
        if !hasHumanReply { restart(.firstResponse, at) }
        begin(.progress, at)
    }

    /// The customer heard of the ticket: one silence ends and the next begins.
    private mutating func renewProgress(_ at: Date) {
        guard let index = running(.progress) else { return }
        let isPaused = runs[index].isPaused
        runs[index].stop(at)
        begin(.progress, at)
        if isPaused { runs[runs.count - 1].pause(at) }
    }

    private mutating func begin(_ metric: SLAMetric, _ at: Date) {
        let cycle = runs.count { $0.metric == metric } + 1
        runs.append(SLARun(metric: metric, cycle: cycle, startedAt: at))
    }

    private mutating func stop(_ metric: SLAMetric, _ at: Date, cancelled: Bool = false) {
        change(metric) { $0.stop(at, cancelled: cancelled) }
    }

    private mutating func restart(_ metric: SLAMetric, _ at: Date) {
        guard let index = runs.lastIndex(where: { $0.metric == metric }) else { return }
        runs[index].restart(at)
    }

    private mutating func change(_ metric: SLAMetric, _ body: (inout SLARun) -> Void) {
        guard let index = running(metric) else { return }
        body(&runs[index])
    }

    private func running(_ metric: SLAMetric) -> Int? {
        runs.lastIndex { $0.metric == metric && $0.isRunning }
    }
}
