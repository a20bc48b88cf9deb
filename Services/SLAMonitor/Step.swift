import BusinessTime
import ClockRecord
import FoundationEssentials

/// Something that a clock does at an instant: tell somebody, or be looked at again.
struct Step: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// So many percent of the budget are used.
        case warning(share: Int)
        /// The deadline has passed; the role of this level of the chain is told.
        case breach(level: Int, role: String)
        /// The customer has heard nothing for too long; so many requests for a report have led to none.
        case progress(round: Int)
        /// Nobody is told.
        case check
    }

    /// What the names of requests for a report begin with.
    static let progressPrefix = "progress-"

    let kind: Kind
    /// Due when now is later.
    let at: Date

    /// Name in `timer` and `sla_notice`.
    var name: String {
        switch kind {
        case .warning(let share): "warn-\(share)"
        case .breach(let level, _): "breach-\(level)"
        case .progress(let round): "\(Self.progressPrefix)\(round)"
        case .check: "check"
        }
    }

    func isDue(_ now: Date) -> Bool { at.microseconds < now.microseconds }

    /// The steps of a clock that runs towards a deadline, in order of time; those of progress are ``ProgressRound``'s.
    static func steps(of clock: SLAClock, escalation: [EscalationStep]) -> [Step] {
        guard clock.stoppedAt == nil, !clock.isPaused, let due = clock.dueAt else { return [] }
        if clock.metric == .progress { return [] }
        let warnings = clock.warnings.map { Step(kind: .warning(share: $0.share), at: $0.at) }
        let breaches = escalation.enumerated().map { index, step in
            Step(
                kind: .breach(level: index + 1, role: step.role),
                at: due.addingTimeInterval(Double(step.afterMinutes) * 60)
            )
        }
        // The stored state turns at the deadline, whether or not somebody is told then.
        return (warnings + breaches + [Step(kind: .check, at: due)]).sorted { $0.at < $1.at }
    }
}
