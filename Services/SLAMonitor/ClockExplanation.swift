import BusinessTime
import ClockRecord
import FoundationEssentials

/// What a deadline was counted by, stored with it; the intervals follow from it, the ledger and the stored versions.
///
/// Members stand in the order of their names, in which they are written.
struct ClockExplanation: Encodable, Sendable {
    /// Name of the calendar that counts business minutes; its zone stands in `zone`.
    let calendar: String
    let measure: String
    let minutes: Int
    /// Whether the clock stands still.
    let paused: Bool
    /// Name of the policy; of its rule that matched in `rule`.
    let policy: String
    let rule: String
    /// The team whose clock it is; only a department's has one.
    let team: String?
    /// Instants of the warnings by percent.
    let warnings: [String: Date]
    let zone: String

    /// Explanations of every clock of a ticket.
    static func all(of clocks: SLAClocks, calendar: String) -> [ClockKey: ClockExplanation] {
        let explained = clocks.clocks.compactMap { clock in
            clocks.rule.targets.target(of: clock).map { target in
                (ClockKey(clock), ClockExplanation(clock, target, clocks, calendar))
            }
        }
        return Dictionary(uniqueKeysWithValues: explained)
    }
}

extension ClockExplanation {
    fileprivate init(_ clock: SLAClock, _ target: SLATarget, _ clocks: SLAClocks, _ calendar: String) {
        self.init(
            calendar: calendar,
            measure: target.measure.rawValue,
            minutes: target.minutes,
            paused: clock.isPaused,
            policy: clocks.facts.policy.name,
            rule: clocks.rule.name,
            team: clock.team,
            warnings: Dictionary(uniqueKeysWithValues: clock.warnings.map { (String($0.share), $0.at) }),
            zone: clocks.facts.calendar.zone.identifier
        )
    }
}
