import BusinessTime
import ClockRecord
import FoundationEssentials

/// One clock: derivation, what the database holds, and what was told.
struct ExplainedClock: Encodable, Sendable {
    /// What the versions in force would give instead.
    struct Other: Encodable, Sendable {
        let due: LocalMoment?
        let hasTarget: Bool
    }

    /// The row of the database.
    struct Stored: Encodable, Sendable {
        let state: SLAClock.State
        let dueAt: Date?
        let stoppedAt: Date?
        let deadlineVersion: Int
    }

    let clock: SLAExplanation.Clock
    let versions: ExplainedTicket.Versions
    let stored: Stored?
    /// How far the row and the derivation agree: exact, unread, dropped or differing.
    let agreement: String
    let steps: [ExplainedStep]
    /// Nil where the versions in force give the same.
    let inForce: Other?

    init(
        clock: SLAExplanation.Clock,
        replay: ClockReplay,
        versions: ExplainedTicket.Versions,
        steps: [ExplainedStep],
        inForce: Other?
    ) {
        self.clock = clock
        self.versions = versions
        stored = replay.stored.map {
            Stored(state: $0.state, dueAt: $0.dueAt, stoppedAt: $0.stoppedAt, deadlineVersion: $0.deadlineVersion)
        }
        agreement = replay.agreement.rawValue
        self.steps = steps
        self.inForce = inForce
    }

    /// In the order in which metrics are declared.
    var order: (Int, Int) { (SLAMetric.allCases.firstIndex(of: clock.metric) ?? 0, clock.cycle) }

    /// What a reader should know besides, in sentences.
    func notes(_ current: ExplainedTicket.Versions) -> [String] {
        var notes: [String] = []
        switch ClockReplay.Agreement(rawValue: agreement) {
        case .unread where stored == nil: notes.append("not stored yet: the sla-monitor has not looked since it began")
        case .unread:
            notes.append(
                "the sla-monitor has not looked since: its row says \(stored?.state.rawValue ?? "nothing")"
            )
        case .dropped:
            notes.append(
                "ended by the sla-monitor, because nothing was to be measured any more: no target, or no way to acknowledge"
            )
        case .differing:
            notes.append(
                "the stored row cannot be derived from the record: it says \(stored?.state.rawValue ?? "nothing")"
            )
        case .exact, nil: break
        }
        if let inForce {
            let versions = "policy version \(current.policy) and calendars version \(current.calendars), in force now,"
            notes.append(
                inForce.hasTarget
                    ? "\(versions) would give \(inForce.due?.text ?? "no deadline")"
                    : "\(versions) have no target for it"
            )
        }
        return notes
    }
}
