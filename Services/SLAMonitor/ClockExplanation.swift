import BusinessTime
import FoundationEssentials

/// What a deadline was counted by, stored with it; the intervals follow from it, the ledger and the stored versions.
struct ClockExplanation: Encodable, Sendable {
    /// Name of the policy and of its rule that matched.
    let policy: String
    let rule: String
    /// Name of the calendar that counts business minutes, and its zone.
    let calendar: String
    let zone: String
    let minutes: Int
    let measure: String
    /// Whether the clock stands still.
    let paused: Bool
    /// Instants of the warnings by percent.
    let warnings: [String: Date]

    /// Explanations of every clock of a ticket.
    static func all(of clocks: SLAClocks, calendar: String) -> [ClockKey: ClockExplanation] {
        let explained = clocks.clocks.compactMap { clock in
            clocks.rule.targets.target(of: clock.metric).map { target in
                (ClockKey(clock), ClockExplanation(clock, target, clocks, calendar))
            }
        }
        return Dictionary(uniqueKeysWithValues: explained)
    }

    private init(_ clock: SLAClock, _ target: SLATarget, _ clocks: SLAClocks, _ calendar: String) {
        policy = clocks.facts.policy.name
        rule = clocks.rule.name
        self.calendar = calendar
        zone = clocks.facts.calendar.zone.identifier
        minutes = target.minutes
        measure = target.measure.rawValue
        paused = clock.isPaused
        warnings = Dictionary(uniqueKeysWithValues: clock.warnings.map { (String($0.share), $0.at) })
    }
}
