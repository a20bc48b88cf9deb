import BusinessTime
import FoundationEssentials

/// Holds the stored clocks of a ticket against those that its ledger gives.
struct ClockCheck: Sendable {
    let roster: Roster
    let leeway: Leeway

    /// Compares; what nobody told the monitor, and what has just happened, may not be counted yet.
    func look(at ticket: TicketRecord, now: Date) -> Findings {
        var findings = Findings()
        guard !ticket.isMachine, !ticket.clocks.isEmpty else { return findings }
        findings.clocks = ticket.clocks.count
        var lines = ticket.lines.filter(\.counts)
        var first = "?"
        while true {
            let difference = difference(ticket, lines, now)
            guard let difference else { return findings }
            if first == "?" { first = difference }
            guard let last = lines.last, last.isSilent || isRecent(last, now) else { break }
            lines.removeLast()
        }
        findings.broken.append(Finding(kind: .clock, detail: "\(ticket.number) \(first)"))
        return findings
    }

    private func isRecent(_ line: TicketRecord.Line, _ now: Date) -> Bool {
        now.timeIntervalSince(line.recordedAt) < leeway.time(from: line.recordedAt)
    }

    /// What differs from the clocks after these lines; nil when nothing does.
    private func difference(_ ticket: TicketRecord, _ lines: [TicketRecord.Line], _ now: Date) -> String? {
        let facts = ticket.facts(lines, roster)
        let isSuppressed = ticket.mails.contains { $0.reason.hasPrefix("acknowledgement:") && $0.state == "suppressed" }
        func clocks(_ instant: Date) -> [String: SLAClock] {
            let owed = SLAClocks(facts, now: instant).clocks.filter { !(isSuppressed && $0.metric == .acknowledgement) }
            return Dictionary(uniqueKeysWithValues: owed.map { ("\($0.metric.rawValue) \($0.cycle)", $0) })
        }
        let (present, past) = (
            clocks(now), clocks(now.addingTimeInterval(-leeway.time(from: now.addingTimeInterval(-leeway.slack))))
        )
        let stored = ticket.clocks.filter { !(isSuppressed && $0.metric == SLAMetric.acknowledgement.rawValue) }
        guard stored.count == present.count else { return "has \(stored.count) clocks, not \(present.count)" }
        for row in stored {
            let name = "\(row.metric) \(row.cycle)"
            guard let clock = present[name] else { return "\(name) is stored, but never ran" }
            let states = [clock, past[name] ?? clock].map(Self.state)
            guard row.startedAt.isSame(as: clock.startedAt) else { return "\(name) started otherwise" }
            guard Date.areSame(row.dueAt, clock.dueAt) else {
                return "\(name) due \(row.dueAt?.moment ?? "never"), not \(clock.dueAt?.moment ?? "never")"
            }
            guard Date.areSame(row.stoppedAt, clock.stoppedAt) else {
                return "\(name) stopped \(row.stoppedAt?.moment ?? "never"), not \(clock.stoppedAt?.moment ?? "never")"
            }
            guard states.contains(row.state) else { return "\(name) is \(row.state), not \(states[0])" }
        }
        return nil
    }

    /// A silence that lasts too long goes on until it ends.
    private static func state(_ clock: SLAClock) -> String {
        guard clock.metric == .progress, clock.state == .breached, clock.stoppedAt == nil else {
            return clock.state.rawValue
        }
        return (clock.isPaused ? SLAClock.State.paused : .running).rawValue
    }
}

extension Date {
    /// The same microsecond.
    func isSame(as other: Date) -> Bool { abs(timeIntervalSince(other)) < 1.5e-6 }

    static func areSame(_ one: Date?, _ other: Date?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.isSame(as: other)
    }
}
