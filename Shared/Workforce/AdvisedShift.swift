public import FoundationEssentials
import Routing
public import Tickets

/// People who are missing: what they must be able to do, and when they must be there.
public struct AdvisedShift: Hashable, Sendable {
    /// Why somebody is missing.
    public enum Want: String, Hashable, Sendable {
        /// Nobody who could take the tickets was on shift.
        case nobody
        /// Those on shift were too few.
        case tooFew = "too_few"
    }

    /// How the number was found.
    public enum Method: Hashable, Sendable {
        /// By the formula, and confirmed by the simulation.
        case erlangC
        /// By trying numbers in the simulation, because the formula does not hold.
        case simulation(because: String)
    }

    /// ISO 639 code in lower case; nil where any language does.
    public var language: String?
    /// What they must be able to do, in order of the names.
    public var categories: [Category]
    /// Lowest level of these skills.
    public var level: Int
    /// Certificates that they must hold.
    public var certifications: [String]
    /// Team that they belong to.
    public var team: String
    /// Hour of the day (UTC) at which the shift begins.
    public var startHour: Int
    /// How many hours it lasts.
    public var hours: Int
    /// Days on which it begins, 0 for Monday.
    public var weekdays: [Int]
    /// How many people at once.
    public var count: Int
    /// Tickets at once of each.
    public var capacity: Int
    /// Why.
    public var want: Want
    /// How the number was found.
    public var method: Method

    /// Hours that must be staffed in a week.
    public var hoursAWeek: Int { hours * weekdays.count * count }

    /// When the shift is staffed within a period.
    public func stretches(from: Date, to: Date) -> [Range<Date>] {
        var day = (from.timeIntervalSince1970 / 86_400).rounded(.down) - 1
        var stretches: [Range<Date>] = []
        while day * 86_400 < to.timeIntervalSince1970 {
            if weekdays.contains(Self.weekday(Int(day))) {
                let begin = Date(timeIntervalSince1970: day * 86_400 + Double(startHour) * 3_600)
                stretches.append(begin..<begin.addingTimeInterval(Double(hours) * 3_600))
            }
            day += 1
        }
        return stretches
    }

    /// The seats that it means, with working hours that reach beyond the scenario's period.
    func seats(_ scenario: Scenario, number: Int) -> [Seat] {
        let end = scenario.period.upperBound.addingTimeInterval(Scenario.rest)
        let open = stretches(from: scenario.period.lowerBound, to: end)
        return (0..<count).map { index in
            let agent = Agent(
                id: Seat.id(at: 1_000_000 + number * 10_000 + index),
                team: team,
                skills: Dictionary(uniqueKeysWithValues: categories.map { ($0, level) }),
                languages: language.map { [$0: .fluent] } ?? [:],
                capacity: capacity,
                certifications: Set(certifications)
            )
            return Seat(key: "~advised.\(number).\(index)", agent: agent, open: open)
        }
    }

    /// 0 for Monday, of a day counted from 1 January 1970.
    static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }
}

/// What would close the gaps.
public struct Advice: Sendable {
    /// Who is missing.
    public let shifts: [AdvisedShift]
    /// The same scenario with them.
    public let course: Course
    /// Simulations that were run to find it.
    public let runs: Int
}
