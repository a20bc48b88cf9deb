public import FoundationEssentials

extension SLAClocks {
    /// How each deadline came about, interval by interval, as seen at `now`, the instant that the clocks were made for.
    ///
    /// `calendar` is the name of the facts' calendar.
    public func explanation(calendar: String, now: Date) -> SLAExplanation {
        let history = SLAHistory(facts)
        let zone = facts.calendar.zone
        let explained = zip(clocks, runs).compactMap { clock, run in
            rule.targets.target(of: clock).map { target in
                let derivation = SLADerivation(clock, run, target, facts.calendar, history, now: now)
                return SLAExplanation.Clock(
                    metric: clock.metric,
                    cycle: clock.cycle,
                    team: clock.team,
                    target: target,
                    started: LocalMoment(clock.startedAt, in: zone),
                    startedBy: history.beginning(of: run),
                    entries: derivation.entries,
                    usedSeconds: derivation.usedSeconds,
                    warnings: clock.warnings.map { .init(share: $0.share, moment: LocalMoment($0.at, in: zone)) },
                    due: clock.dueAt.map { LocalMoment($0, in: zone) },
                    stopped: clock.stoppedAt.map { LocalMoment($0, in: zone) },
                    stoppedBy: history.end(of: run),
                    isPaused: clock.isPaused,
                    state: clock.state
                )
            }
        }
        return SLAExplanation(basis: basis(calendar), clocks: explained)
    }

    private func basis(_ calendar: String) -> SLAExplanation.Basis {
        let rules = facts.policy.rules
        let index = rules.firstIndex { $0.match.holds(for: facts.subject) }
        return SLAExplanation.Basis(
            policy: facts.policy.name,
            rule: rule.name,
            place: index.map { $0 + 1 },
            conditions: rule.match.conditions(for: facts.subject),
            passedOver: rules.prefix(index ?? rules.count).compactMap { rule in
                rule.match.conditions(for: facts.subject).first { !$0.holds }.map {
                    SLAExplanation.PassedOver(rule: rule.name, because: $0)
                }
            },
            calendar: calendar,
            zone: facts.calendar.zone.identifier
        )
    }
}
