import Harness
import FoundationEssentials
import Proving

/// A customer's first message about something.
struct Arrival: Sendable {
    /// From 1, in order of time.
    let number: Int
    let at: Date
    let customer: Customer
    /// Which of the language's texts.
    let text: Int
    /// How pressing it is.
    let tone: Tone

    enum Tone: Sendable { case plain, urgent, dangerous }

    var externalID: String { "<sim-\(number)@mail.example>" }
}

/// Somebody who writes.
struct Customer: Sendable {
    let number: Int
    let country: Country
    /// `standard`, `premium` or `vip`.
    let level: String

    var email: String { "customer\(number)@mail.example" }
}

/// Every first message of a run, decided before it begins: by country, in the customers' own day.
struct Arrivals: Sendable {
    let customers: [Customer]
    let all: [Arrival]

    private static let step = 900.0

    init(_ plan: RunPlan, countries: [Country]) {
        var random = Seeded(plan.seed ^ 0xA881)
        let shares = countries.map(\.share).reduce(0, +)
        let count = max(20, Int(plan.ticketsPerDay * plan.days * 0.7))
        let customers = (1...count).map { number in
            let country = Self.pick(countries, weight: \.share, sum: shares, &random)
            return Customer(number: number, country: country, level: Self.level(&random))
        }
        let byCountry = Dictionary(grouping: customers, by: \.country.code)
        var drawn: [(at: Date, customer: Customer)] = []
        for begin in stride(from: 0, to: plan.days * 86_400, by: Self.step) {
            let from = plan.start.addingTimeInterval(begin)
            for country in countries {
                guard let people = byCountry[country.code] else { continue }
                let mean = plan.ticketsPerDay * Self.step / 86_400 * country.share / shares * country.rush(from)
                for _ in 0..<Self.poisson(mean, &random) {
                    let at = from.addingTimeInterval(Double.random(in: 0..<Self.step, using: &random))
                    drawn.append((at, people[Int.random(in: 0..<people.count, using: &random)]))
                }
            }
        }
        self.customers = customers
        all = drawn.sorted { $0.at < $1.at }.enumerated().map { index, entry in
            Arrival(
                number: index + 1,
                at: entry.at,
                customer: entry.customer,
                text: Int.random(in: 0..<1_000, using: &random),
                tone: Self.tone(&random)
            )
        }
    }

    private static func level(_ random: inout Seeded) -> String {
        switch Double.random(in: 0..<1, using: &random) {
        case ..<0.04: "vip"
        case ..<0.15: "premium"
        default: "standard"
        }
    }

    private static func tone(_ random: inout Seeded) -> Arrival.Tone {
        switch Double.random(in: 0..<1, using: &random) {
        case ..<0.02: .dangerous
        case ..<0.12: .urgent
        default: .plain
        }
    }

    private static func pick<Thing>(
        _ things: [Thing],
        weight: (Thing) -> Double,
        sum: Double,
        _ random: inout Seeded
    ) -> Thing {
        var left = Double.random(in: 0..<sum, using: &random)
        for thing in things {
            left -= weight(thing)
            if left < 0 { return thing }
        }
        return things[things.count - 1]
    }

    /// A count whose mean is small (Knuth's method).
    private static func poisson(_ mean: Double, _ random: inout Seeded) -> Int {
        let limit = exponential(-mean)
        var (count, product) = (0, Double.random(in: 0..<1, using: &random))
        while product > limit {
            count += 1
            product *= Double.random(in: 0..<1, using: &random)
        }
        return count
    }
}
