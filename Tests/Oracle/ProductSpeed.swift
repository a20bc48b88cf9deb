import BusinessTime
import FoundationEssentials
/// How many deadlines a second the product computes on one core.
///
/// Offices, split days, nights and a shop open on six days, each with a year of holidays; budgets from half an hour to
/// two weeks of work; none to three pauses.
struct ProductSpeed {
    private static let zones = [
        "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Shanghai", "America/Sao_Paulo",
    ]
    private static let weeks: [[[String]]] = [
        [["09:00", "17:00"]], [["08:00", "12:00"], ["13:00", "17:30"]], [["22:00", "06:00"]], [["00:00", "24:00"]],
    ]
    private static let budgets = [30, 60, 120, 240, 480, 1_440, 2_400, 4_800]

    private struct Question {
        let calendar: WorkCalendar
        let start: Date
        let budget: Duration
        let pauses: [Pause]
    }

    /// Deadlines a second over so many seconds, after a round to warm up.
    static func measure(seconds: Double = 3) throws -> Int {
        let questions = try questions()
        var known = 0
        for question in questions where due(question) != nil { known += 1 }
        let clock = ContinuousClock()
        let begin = clock.now
        var asked = 0
        while clock.now - begin < .seconds(seconds) {
            for question in questions where due(question) != nil { asked += 1 }
        }
        let taken = (clock.now - begin) / .seconds(1)
        return known == 0 ? 0 : Int(Double(asked) / taken)
    }

    private static func due(_ question: Question) -> Date? {
        question.calendar.due(start: question.start, budget: question.budget, pauses: question.pauses)
    }

    private static func questions() throws -> [Question] {
        var random = Seeded(1)
        let calendars = try zones.flatMap { zone in try weeks.map { try calendar(zone, $0) } }
        return (0..<4_000).map { _ in
            let start = Date(timeIntervalSince1970: Double(random.whole(1_704_067_200...1_767_225_600)))
            let pauses = (0..<random.whole(0...3)).map { _ in
                let from = start.addingTimeInterval(Double(random.whole(10...3_000) * 60))
                return Pause(from: from, to: from.addingTimeInterval(Double(random.whole(5...2_000) * 60)))
            }
            let budget = Duration.seconds(random.pick(budgets) * 60)
            return Question(calendar: random.pick(calendars), start: start, budget: budget, pauses: pauses)
        }
    }

    private static func calendar(_ zone: String, _ hours: [[String]]) throws -> WorkCalendar {
        let days = ["mon", "tue", "wed", "thu", "fri"] + (hours.count == 2 ? ["sat"] : [])
        let holidays = [2024, 2025, 2026].flatMap { year in
            ["01-01", "04-18", "05-01", "05-29", "10-03", "12-25", "12-26"].map { "\(year)-\($0)" }
        }
        let definition = CalendarDefinition(
            timeZone: zone,
            hours: Dictionary(uniqueKeysWithValues: days.map { ($0, hours) }),
            holidays: holidays,
            overrides: ["2024-12-24": [["09:00", "12:00"]], "2025-02-08": [["09:00", "17:00"]]]
        )
        return try WorkCalendar(definition, mustOpenAfter: nil)
    }
}
