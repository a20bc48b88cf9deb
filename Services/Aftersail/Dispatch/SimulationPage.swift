import Contracts
import FoundationEssentials
import Workforce

/// A simulation for a person.
struct SimulationPage {
    let figures: SimulationFigures
    let output: Output
    let listsAgents: Bool

    func print() {
        head()
        waits()
        work()
        promises()
        gaps()
        advice()
    }

    private var course: Course { figures.course }
    private var scenario: Scenario { course.scenario }

    private func head() {
        let value = figures.value["scenario"]
        output.heading(
            "\(scenario.name): \(course.tickets.count) tickets from \(value["from"].shown) to \(value["to"].shown), "
                + "seed \(scenario.seed)"
        )
        for (title, key) in [
            ("organisation", "organisation"), ("calendars", "calendars"), ("policy", "routing-policy"),
        ] {
            output.line("  \(TextWidth.pad(title, to: 13))\(figures.setup[key].shown)")
        }
        output.line()
    }

    private func waits() {
        let rows = figures.waits.map { row in
            row.with(
                ["p50": "p50_minutes", "p90": "p90_minutes", "max": "max_minutes"].mapValues { Self.time(row[$0]) }
            )
        }
        output.rows(rows, Self.waitColumns, none: "")
        let share = percent(course.within)
        let wanted =
            "\(share) begun within \(Self.time(scenario.target)); wanted are \(percent(scenario.share)) of every language"
        output.line(course.shortLanguages.isEmpty ? wanted : output.palette.red(wanted))
        output.line()
        output.rows(figures.languages, Self.languageColumns, none: "")
        output.line()
    }

    private func work() {
        output.rows(figures.teams, Self.workColumns("team"), none: "nobody works here")
        output.line()
        guard listsAgents else { return }
        output.rows(figures.agents, Self.workColumns("agent"), none: "")
        output.line()
    }

    private func promises() {
        let fairness = figures.fairness
        let teams = fairness["teams"].members.max { left, right in
            (Double(left.value.shown) ?? 0, right.key) < (Double(right.value.shown) ?? 0, left.key)
        }
        line(
            "fairness",
            "Gini of relative load \(fairness["gini"].shown) over all, at most "
                + "\(teams?.value.shown ?? "0") within a team (\(teams?.key ?? "-"))"
        )
        line(
            "off shift",
            "\(course.offShift), and \(course.openingSoon) just before a shift",
            isBad: course.offShift > 0
        )
        line("overbooked", "\(course.overbooked)", isBad: course.overbooked > 0)
        let oldest = figures.oldest
        let minutes = Double(oldest["minutes"].shown) ?? 0
        guard minutes > 0 else {
            line("oldest wait", "none: every ticket had an agent at once")
            return output.line()
        }
        line(
            "oldest wait",
            "\(Self.time(minutes))\(oldest["is_over"].truth == false ? " and never over" : ""): \(oldest["language"].shown), "
                + "\(oldest["category"].shown), arrived \(oldest["arrived"].shown)"
        )
        output.line()
    }

    private func line(_ title: String, _ text: String, isBad: Bool = false) {
        output.line("\(TextWidth.pad(title, to: 13))\(isBad ? output.palette.red(text) : text)")
    }

    private func gaps() {
        let target = Self.time(scenario.target)
        table("Nobody on shift could take them: tickets that waited longer than \(target)", course.gaps.uncovered)
        table("Too few on shift: tickets that waited longer than \(target)", course.gaps.short)
        table("Answered through translation", course.gaps.translated)
        if course.gaps.uncovered.isEmpty, course.gaps.short.isEmpty {
            output.line("No gap: nobody waited longer than \(target).")
            output.line()
        }
    }

    private func table(_ title: String, _ late: [Gaps.Late]) {
        guard !late.isEmpty else { return }
        output.heading("\(title), by language and hour (UTC)")
        output.line(HeatTable(Gaps.table(late, scenario.arrivals), output.palette).text)
    }

    private func advice() {
        guard let advice = figures.advice else { return }
        guard !advice.shifts.isEmpty else {
            output.line(course.isEnough ? "Nobody is missing." : "No shift was found that helps.")
            return
        }
        output.heading("Missing on shift")
        let rows = advice.shifts.map { shift in
            let value = SimulationFigures.value(shift)
            return value.with(["when": Self.when(shift), "found": Self.found(shift)])
        }
        output.rows(rows, Self.adviceColumns, none: "")
        output.line()
        let left = advice.course.gaps.uncovered.count
        let text =
            "With them: \(percent(advice.course.within)) within \(Self.time(scenario.target)), \(left) found nobody on shift; "
            + (advice.course.isEnough ? "every gap is closed" : "not every gap is closed")
        output.line(advice.course.isEnough ? output.palette.green(text) : output.palette.yellow(text))
        output.line("(\(advice.runs) simulations)")
    }

    private func percent(_ share: Double) -> String { "\(JSONValue.tenths(share * 100).shown) %" }

    /// Days and hours in UTC.
    private static func when(_ shift: AdvisedShift) -> String {
        func hour(_ hour: Int) -> String { hour % 24 < 10 ? "0\(hour % 24):00" : "\(hour % 24):00" }
        let days =
            shift.weekdays.count == 7
            ? "daily" : shift.weekdays.map { SimulationFigures.weekdays[$0] }.joined(separator: " ")
        return "\(hour(shift.startHour))–\(hour(shift.startHour + shift.hours)) \(days)"
    }

    private static func found(_ shift: AdvisedShift) -> String {
        switch shift.method {
        case .erlangC: "Erlang C"
        case .simulation(let reason): "simulation: \(reason)"
        }
    }

    private static func time(_ value: JSONValue) -> String { Double(value.shown).map(time) ?? "-" }

    /// Minutes as a person says them.
    static func time(_ minutes: Double) -> String {
        let whole = Int(minutes.rounded())
        switch whole {
        case ..<60: return "\(whole) min"
        case ..<2_880: return "\(whole / 60) h" + (whole % 60 > 0 ? " \(whole % 60) min" : "")
        default: return "\(whole / 1_440) d" + (whole % 1_440 >= 60 ? " \(whole % 1_440 / 60) h" : "")
        }
    }
}

extension SimulationPage {
    fileprivate static let waitColumns = [
        Column("wait until", "until"), Column("tickets", "tickets", alignsRight: true),
        Column("p50", "p50", alignsRight: true), Column("p90", "p90", alignsRight: true),
        Column("max", "max", alignsRight: true), Column("never", "never", alignsRight: true),
    ]

    fileprivate static let languageColumns = [
        Column("language", "language"), Column("tickets", "tickets", alignsRight: true),
        Column("late", "late", alignsRight: true), Column("in time %", "within_percent", alignsRight: true),
    ]

    fileprivate static func workColumns(_ title: String) -> [Column] {
        [
            Column(title, "name"), Column("agents", "agents", alignsRight: true),
            Column("tickets", "tickets", alignsRight: true), Column("on shift h", "on_shift_hours", alignsRight: true),
            Column("worked h", "worked_hours", alignsRight: true),
            Column("utilised %", "utilisation_percent", alignsRight: true),
            Column("load %", "load_percent", alignsRight: true),
            Column("peak %", "peak_load_percent", alignsRight: true),
        ]
    }

    fileprivate static let adviceColumns = [
        Column("agents", "agents", alignsRight: true), Column("language", "language"),
        Column("skills", "categories", limit: 60), Column("level", "level", alignsRight: true), Column("team", "team"),
        Column("when (UTC)", "when", limit: 60), Column("h a week", "hours_a_week", alignsRight: true),
        Column("found by", "found", limit: 70),
    ]
}

extension JSONValue {
    /// The object with more members.
    fileprivate func with(_ more: [String: String]) -> JSONValue {
        .object(members.merging(more.mapValues { .string($0) }) { $1 })
    }
}
