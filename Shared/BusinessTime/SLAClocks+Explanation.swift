import FoundationEssentials

extension SLAClocks {
    /// How each deadline came about, interval by interval; equal facts give equal lines.
    ///
    /// Holds no customer data. At most 40 intervals a clock are written out. Costs far more than the clocks themselves:
    /// ask for it when a person wants to read it.
    public func explanation() -> [String] {
        let policy = facts.policy
        return [
            "policy \(policy.name) version \(policy.version), rule \(rule.name), zone \(facts.calendar.zone.identifier)"
        ]
            + zip(clocks, runs).flatMap { lines(for: $0, $1) }
    }

    private func lines(for clock: SLAClock, _ run: SLARun) -> [String] {
        guard let target = rule.targets.target(of: clock) else { return [] }
        let head =
            "\(clock.metric.rawValue) \(clock.cycle): \(target.minutes) \(target.measure.rawValue) minutes"
            + " from \(utc(clock.startedAt))"
        return [head] + pauseLines(run) + countedLines(target, run) + [endLine(clock)]
    }

    private func pauseLines(_ run: SLARun) -> [String] {
        run.pauses.map { "  paused \(utc($0.from)) to \($0.to.map(utc) ?? "now, not ended")" }
    }

    private func countedLines(_ target: SLATarget, _ run: SLARun) -> [String] {
        let limit = 40
        let calendar = target.calendar(facts.calendar)
        let counted = calendar.counted(
            start: run.startedAt,
            budget: target.budget,
            pauses: run.pauses,
            limit: limit + 1
        )
        var total = 0
        var lines = counted.prefix(limit).map { stretch in
            let length = Microseconds(stretch.upperBound).value - Microseconds(stretch.lowerBound).value
            total += length
            return "  \(local(stretch)) counts \(minutes(length)), together \(minutes(total))"
        }
        if counted.count > limit { lines.append("  and so on") }
        return lines
    }

    private func endLine(_ clock: SLAClock) -> String {
        let due = clock.dueAt.map { "due \(utc($0))" } ?? "no deadline while paused"
        let end = clock.stoppedAt.map { ", ended \(utc($0))" } ?? ""
        return "  \(due)\(end): \(clock.state.rawValue)"
    }

    /// Both ends on the wall clock of the ticket's calendar.
    private func local(_ stretch: Range<Date>) -> String {
        "\(local(stretch.lowerBound)) to \(local(stretch.upperBound))"
    }

    private func local(_ instant: Date) -> String {
        let offset = facts.calendar.zone.offset(at: instant)
        return clockText(instant, offset: offset)
    }

    private func utc(_ instant: Date) -> String { clockText(instant, offset: 0) + "Z" }

    private func clockText(_ instant: Date, offset: Int) -> String {
        let second = floorDivide(Microseconds(instant).value, Microseconds.perSecond) + offset
        let day = floorDivide(second, 86_400)
        let time = second - day * 86_400
        let parts = [time / 3_600, time / 60 % 60, time % 60].map { CivilDate.padded($0, 2) }
        let shown = parts[2] == "00" ? parts.dropLast() : parts[...]
        return "\(CivilDate.text(day)) \(shown.joined(separator: ":"))"
    }

    /// Minutes, with seconds where there are any.
    private func minutes(_ microseconds: Int) -> String {
        let seconds = microseconds / Microseconds.perSecond
        return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
    }
}
