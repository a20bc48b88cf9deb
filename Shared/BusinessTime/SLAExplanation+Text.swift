extension SLAExplanation {
    /// Everything as lines for a person.
    public var lines: [String] { basis.lines + clocks.flatMap(\.lines) }
}

extension SLAExplanation.Basis {
    /// Which rule and calendar count, and why.
    public var lines: [String] {
        let why = conditions.isEmpty ? "it takes every ticket" : conditions.map(\.text).joined(separator: ", ")
        let place = place.map { "rule \($0)" } ?? "no rule matched, the built-in one"
        return ["policy '\(policy)', \(place) '\(rule)': \(why)"]
            + passedOver.map { "  not '\($0.rule)': \($0.because.text)" }
            + ["calendar '\(calendar)', local times of \(zone)"]
    }
}

extension SLAExplanation.Clock {
    /// The clock's life in order of time.
    public var lines: [String] { [heading] + story + [deadline] + ["  so       \(outcome)"] }

    /// What is measured, and how long it may take.
    public var heading: String {
        "\(metric.rawValue) \(cycle)\(team.map { " of \($0)" } ?? ""): \(SLADurationText.of(Double(target.minutes) * 60)) of \(measure)"
    }

    /// Its begin and every stretch.
    public var story: [String] { ["  started  \(started.text), \(startedBy)"] + entryLines }

    /// The last instant that is in time.
    public var deadline: String {
        "  due      \(due?.text ?? (isPaused ? "not known while the clock stands still" : "never: the calendar opens no more"))"
    }

    /// What became of the clock, in a sentence.
    public var outcome: String {
        let budget = Double(target.minutes) * 60
        let left = SLADurationText.of(max(0, budget - usedSeconds))
        let used = SLADurationText.of(usedSeconds)
        let end = stopped.map { "\(stoppedBy ?? "it ended") \($0.text)" } ?? ""
        switch state {
        case .met where usedSeconds > budget: return "met within its grace: \(end), \(over(budget)) after the deadline"
        case .met: return "met: \(end), with \(left) left"
        case .cancelled: return "ended without it: \(end.isEmpty ? "nothing is owed any more" : end)"
        case .breached where stopped == nil && isPaused:
            return "breached: over by \(over(budget)); it stands still now, which mends nothing"
        case .breached where stopped == nil: return "breached: over by \(over(budget)), and it still counts"
        case .breached: return "breached: \(end), \(over(budget)) after the deadline"
        case .paused: return "stands still: \(used) used, \(left) left once it goes on"
        case .running where usedSeconds > budget:
            return "over by \(over(budget)): a report is asked for, and none has left"
        case .running: return "running: \(used) used, \(left) left"
        }
    }

    private func over(_ budget: Double) -> String { SLADurationText.of(max(0, usedSeconds - budget)) }

    private var measure: String { target.measure == .business ? "business time" : "wall time" }

    /// The middle of a long life is left out, with its sum.
    private var entryLines: [String] {
        let (head, tail) = (40, 10)
        guard entries.count > head + tail + 1 else { return entries.map { "    \($0.line)" } }
        let hidden = entries.dropFirst(head).dropLast(tail)
        let counted = hidden.filter { $0.kind == .counted }.reduce(0) { $0 + $1.seconds }
        return entries.prefix(head).map { "    \($0.line)" }
            + ["    … \(hidden.count) more stretches, together \(SLADurationText.of(counted)) …"]
            + entries.suffix(tail).map { "    \($0.line)" }
    }
}

extension SLAExplanation.Entry {
    /// The stretch in one line.
    public var line: String {
        let note = reason.map { " (\($0))" } ?? ""
        switch kind {
        case .counted:
            return "\(range) counts \(SLADurationText.of(seconds)), together \(SLADurationText.of(totalSeconds))\(note)"
        case .paused:
            let back = seconds > 0 ? "; gives back \(SLADurationText.of(seconds))" : "; no open time in it"
            return "\(range) paused, \(reason ?? "waiting")\(reason?.hasSuffix("back") == true ? "" : back)"
        case .closed: return "\(dates) closed: \(reason ?? "no hours")"
        case .shifted: return "\(from.weekday.prefix(3)) \(from.date) \(reason ?? "the clocks are moved")"
        }
    }

    private var range: String {
        to.map { LocalMoment.range(from, $0) } ?? "\(from.text) to now"
    }

    private var dates: String {
        let first = "\(from.weekday.prefix(3)) \(from.date)"
        guard let to, let last = dayBefore(to), last != first else { return first }
        return "\(first) to \(last)"
    }

    private func dayBefore(_ moment: LocalMoment) -> String? {
        CivilDate.parse(moment.date).map {
            "\(LocalMoment.weekdays[CivilDate.weekday($0 - 1)].prefix(3)) \(CivilDate.text($0 - 1))"
        }
    }
}

/// Lengths of time in words.
public enum SLADurationText {
    /// `7 h 30 min`, `45 min`, `20 s`; seconds only where there are any, fractions are cut.
    public static func of(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.down))
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        let parts = [
            hours > 0 ? "\(hours) h" : nil, minutes > 0 ? "\(minutes) min" : nil, rest > 0 ? "\(rest) s" : nil,
        ].compactMap { $0 }
        return parts.isEmpty ? "0 min" : parts.joined(separator: " ")
    }
}
