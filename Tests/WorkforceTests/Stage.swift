import BusinessTime
import FoundationEssentials
import Routing
import Tickets

@testable import Workforce

/// A small organisation on a quiet Monday, for tests to change.
enum Stage {
    /// Monday, 2 November 2026, midnight in UTC.
    static let monday = Date(timeIntervalSince1970: 1_793_577_600)

    static func at(_ hours: Double) -> Date { monday.addingTimeInterval(hours * 3_600) }

    static let policy = RoutingPolicy(version: 1)

    /// Somebody who works from one hour to another on these days, counted from Monday's 0.
    static func seat(
        _ key: String,
        place: Int,
        languages: [String] = ["de"],
        skills: [Tickets.Category] = [.technicalFault],
        hours: Range<Double> = 9..<17,
        days: Range<Int> = 0..<26,
        capacity: Int = 10,
        atOnce: Int = 1
    ) -> Seat {
        Seat(
            key: key,
            agent: Agent(
                id: Seat.id(at: place),
                team: "technical",
                skills: Dictionary(uniqueKeysWithValues: skills.map { ($0, 2) }),
                languages: Dictionary(uniqueKeysWithValues: languages.map { ($0, .fluent) }),
                capacity: capacity
            ),
            atOnce: atOnce,
            open: days.map { day in
                at(Double(day) * 24 + hours.lowerBound)..<at(Double(day) * 24 + hours.upperBound)
            }
        )
    }

    static func ticket(
        _ hour: Double,
        language: String = "de",
        priority: Priority = .p3,
        category: Tickets.Category? = .technicalFault,
        work: Double = 30
    ) -> Arrival {
        Arrival(at: at(hour), category: category, language: language, country: "DE", priority: priority, work: work)
    }

    static func scenario(
        _ arrivals: [Arrival],
        days: Double = 7,
        target: Double = 60,
        share: Double = 0.9,
        effort: Effort? = nil,
        seed: UInt64 = 1
    ) -> Scenario {
        Scenario(
            name: "test",
            period: monday..<at(days * 24),
            arrivals: arrivals.sorted { $0.at < $1.at },
            effort: effort ?? Effort(handling: [:], otherwise: Spread(median: 20, p90: 50)),
            target: target,
            share: share,
            due: [.p1: 60, .p3: 1_440],
            seed: seed
        )
    }

    static func run(_ arrivals: [Arrival], _ seats: [Seat], policy: RoutingPolicy = policy, target: Double = 60)
        -> Course
    {
        DispatchSimulation(scenario(arrivals, target: target), seats: seats, policy: policy).run()
    }

    /// A week in which German and Vietnamese customers write round the clock.
    static func twoLanguages(seed: UInt64, perHour: Double = 1.5, days: Double = 7) -> Scenario {
        let streams = ["de", "vi"].map { language in
            CustomerStream(
                country: nil,
                language: language,
                zone: .utc,
                rates: [Double](repeating: language == "de" ? perHour : perHour / 3, count: 168),
                categories: [Part(.technicalFault, 3), Part(.usageQuestion, 1)],
                priorities: [Part(.p1, 1), Part(.p3, 9)]
            )
        }
        let demand = Demand(streams: streams)
        return scenario(
            demand.arrivals(from: monday, to: at(days * 24), seed: seed),
            days: days,
            seed: seed
        )
    }

    /// Three shifts of Germans round the clock, and a Vietnamese by day.
    static let roundTheClock: [Seat] = {
        let skills: [Tickets.Category] = [.technicalFault, .usageQuestion]
        var seats = (0..<6).map { number in
            let begin = Double(number % 3) * 8
            return seat("de.\(number)", place: number, skills: skills, hours: begin..<(begin + 8))
        }
        seats.append(seat("vi.0", place: 6, languages: ["vi"], skills: skills, hours: 0..<8))
        seats.append(seat("vi.1", place: 7, languages: ["vi"], skills: skills, hours: 8..<16))
        seats.append(seat("vi.2", place: 8, languages: ["vi"], skills: skills, hours: 16..<24))
        return seats
    }()
}
