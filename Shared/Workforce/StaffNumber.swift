import FoundationEssentials

/// How many people a shift needs at first sight: by Erlang C where that holds, else by the work that waits.
struct StaffNumber {
    let count: Int
    let method: AdvisedShift.Method

    init(_ choice: ShiftChoice, _ scenario: Scenario, want: AdvisedShift.Want) {
        let arrivals = choice.reached.map { scenario.arrivals[$0.ticket] }
        let minutes = arrivals.map { $0.work ?? scenario.effort.mean($0.category) }
        let work = minutes.reduce(0, +)
        let days = scenario.period.upperBound.timeIntervalSince(scenario.period.lowerBound) / 86_400
        let shifts = max(1, days / 7 * Double(choice.weekdays.count))
        let hours = shifts * Double(scenario.shiftHours)
        if let reason = Self.objection(choice, scenario, want, mean: work / Double(max(1, arrivals.count))) {
            // Hands enough for the work, were four fifths of their time for it.
            count = max(1, Int((work / 60 / hours / 0.8).rounded(.up)))
            method = .simulation(because: reason)
        } else {
            let mean = work / Double(arrivals.count)
            count = ErlangC.servers(
                load: work / 60 / hours,
                share: scenario.share,
                within: scenario.target,
                handling: mean
            )
            method = .erlangC
        }
    }

    /// Which assumption of Erlang C does not hold; nil when all do.
    private static func objection(
        _ choice: ShiftChoice,
        _ scenario: Scenario,
        _ want: AdvisedShift.Want,
        mean: Double
    ) -> String? {
        if want == .tooFew { return "people of several skills share the work" }
        if choice.reached.count > choice.during * 5 / 4 { return "a backlog waits when the shift begins" }
        if mean * 4 > Double(scenario.shiftHours) * 60 { return "a ticket takes more than a quarter of the shift" }
        let counts = Dictionary(grouping: choice.reached, by: \.from.utcHour).values.map { Double($0.count) }
        let even = Double(choice.reached.count) / Double(scenario.shiftHours)
        if counts.max() ?? 0 > 2 * even + 3 * even.squareRoot() { return "the hours of the shift differ too much" }
        let days = Dictionary(grouping: choice.reached) { Int($0.from.timeIntervalSince1970 / 86_400) }.values
        let daily = days.map { Double($0.count) }
        let usual = daily.reduce(0, +) / Double(max(1, daily.count))
        if daily.max() ?? 0 > 2 * usual + 3 * usual.squareRoot() { return "the days differ too much" }
        return nil
    }
}
