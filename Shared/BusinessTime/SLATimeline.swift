import FoundationEssentials
import Tickets

/// Folds a ledger into the lives of its clocks, by the conditions of the targets; metrics without target have none.
///
/// Automatic messages stop no response clock.
struct SLATimeline {
    private(set) var runs: [SLARun] = []
    private let targets: SLATargets
    private var status = TicketStatus.open
    private var hasHumanReply = false

    init(_ facts: SLAFacts, targets: SLATargets) {
        self.targets = targets
        pass(.received, facts.startsAt)
        begin(.progress, facts.startsAt)
        var latest = facts.startsAt
        for event in facts.events {
            latest = max(latest, event.at)
            apply(event.kind, latest)
        }
    }

    private mutating func apply(_ kind: SLAEvent.Kind, _ at: Date) {
        switch kind {
        case .opened, .autoReply: break
        case .classified: pass(.classified, at)
        case .assigned(let team):
            pass(.assigned, at)
            enter(team, at)
        case .acknowledged:
            pass(.acknowledged, at)
            renewProgress(at)
        case .progressSent: renewProgress(at)
        case .customerMessage: hear(at)
        case .humanReply: answer(at)
        case .paused(let reason): move(to: .waiting(reason), at)
        case .resumed: move(to: .open, at)
        case .proposed:
            answer(at)
            move(to: .proposed, at)
            pass(.proposed, at)
        case .objected:
            move(to: .open, at)
            for index in runs.indices where runs[index].wasProposed { runs[index].restart(at) }
            hear(at)
        case .resolved: end(.resolved, .resolved, at)
        case .closed: end(.closed, .closed, at)
        case .merged: end(.merged, .merged, at)
        case .reopened: reopen(at)
        }
    }

    /// Stops, gives up and starts what the moment is a condition of.
    private mutating func pass(_ moment: SLAMoment, _ at: Date) {
        for index in runs.indices where runs[index].isRunning {
            if runs[index].conditions.stop.contains(moment) {
                runs[index].stop(at)
                runs[index].wasProposed = moment == .proposed
            } else if runs[index].conditions.cancel.contains(moment) {
                runs[index].stop(at, cancelled: true)
            }
        }
        guard SLAConditions.starts.contains(moment), !status.isEnded else { return }
        for metric in [SLAMetric.acknowledgement, .firstResponse, .resolution] {
            guard let target = targets.target(of: metric), !runs.contains(where: { $0.metric == metric }),
                FullConditions(metric, target.conditions).start == moment
            else { continue }
            begin(metric, at)
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
        pass(.replied, at)
        renewProgress(at)
    }

    /// Another team got the ticket: the department's clock of the former one has done its part.
    private mutating func enter(_ team: String, _ at: Date) {
        guard !status.isEnded else { return }
        if let index = running(.department) {
            if runs[index].team == team { return }
            runs[index].stop(at)
        }
        begin(.department, at, team: team)
    }

    private mutating func move(to next: TicketStatus, _ at: Date) {
        guard !status.isEnded else { return }
        status = next
        for index in runs.indices where runs[index].isRunning { runs[index].follow(status.standstill, at) }
    }

    private mutating func end(_ next: TicketStatus, _ moment: SLAMoment, _ at: Date) {
        status = next
        pass(moment, at)
        for index in runs.indices { runs[index].stop(at, cancelled: true) }
    }

    private mutating func reopen(_ at: Date) {
        guard status.isEnded else { return }
        status = .open
        restart(.resolution, at)
        restart(.department, at)
        if !hasHumanReply { restart(.firstResponse, at) }
        begin(.progress, at)
    }

    /// The customer heard of the ticket: one silence ends and the next begins.
    private mutating func renewProgress(_ at: Date) {
        guard let index = running(.progress) else { return }
        runs[index].stop(at)
        begin(.progress, at)
    }

    private mutating func begin(_ metric: SLAMetric, _ at: Date, team: String? = nil) {
        guard let target = targets.target(of: metric, team: team) else { return }
        let cycle = runs.count { $0.metric == metric } + 1
        let conditions = FullConditions(metric, target.conditions)
        var run = SLARun(metric: metric, cycle: cycle, startedAt: at, team: team, conditions: conditions)
        run.follow(status.standstill, at)
        runs.append(run)
    }

    private mutating func restart(_ metric: SLAMetric, _ at: Date) {
        guard let index = runs.lastIndex(where: { $0.metric == metric }) else { return }
        runs[index].restart(at)
    }

    private func running(_ metric: SLAMetric) -> Int? {
        runs.lastIndex { $0.metric == metric && $0.isRunning }
    }
}

extension TicketStatus {
    /// What a ticket stands still for; nil while somebody of ours has to act, and when it has ended.
    fileprivate var standstill: SLAStandstill? {
        switch self {
        case .open, .resolved, .closed, .merged: nil
        case .proposed: .proposal
        case .waiting(let reason): SLAStandstill(rawValue: reason.rawValue)
        }
    }
}
