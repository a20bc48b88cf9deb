public import BusinessTime
public import FoundationEssentials
public import Tickets

/// Customers of one country and language, who write by the hours of their own week.
public struct CustomerStream: Sendable {
    /// ISO 3166 code; nil when unknown.
    public let country: String?
    /// ISO 639 code in lower case; nil when unknown.
    public let language: String?
    /// Where their hours count.
    public let zone: Zone
    /// Tickets an hour, for each of the 168 hours from Monday's first.
    public let rates: [Double]
    /// Parts of the tickets by category; nil for those on which the classifier abstains.
    public let categories: [Part<Category?>]
    /// Parts of the tickets by priority.
    public let priorities: [Part<Priority>]

    /// A stream; `rates` has 168 numbers.
    public init(
        country: String?,
        language: String?,
        zone: Zone,
        rates: [Double],
        categories: [Part<Category?>],
        priorities: [Part<Priority>]
    ) {
        self.country = country
        self.language = language
        self.zone = zone
        self.rates = rates
        self.categories = categories
        self.priorities = priorities
    }

    /// Tickets an hour at an instant.
    func rate(_ instant: Date) -> Double {
        let local = Int(instant.timeIntervalSince1970) + zone.offset(at: instant)
        // 1 January 1970 was a Thursday: three days into the week.
        let hour = (local / 3_600 + 72) % 168
        return rates.indices.contains(hour) ? rates[hour] : 0
    }
}

/// One kind of thing with its part of the whole.
public struct Part<Thing: Sendable & Hashable>: Hashable, Sendable {
    /// What is counted.
    public let thing: Thing
    /// Its part, 0 or more.
    public let size: Double

    /// A part.
    public init(_ thing: Thing, _ size: Double) {
        self.thing = thing
        self.size = size
    }
}

/// A time in which some tickets come more often, or less.
public struct Peak: Sendable {
    /// When it lasts.
    public let period: Range<Date>
    /// How many times as many tickets come.
    public let factor: Double
    /// Countries that it concerns; empty for all.
    public let countries: Set<String>
    /// Categories that it concerns; empty for all.
    public let categories: Set<Category>

    /// A peak.
    public init(period: Range<Date>, factor: Double, countries: Set<String> = [], categories: Set<Category> = []) {
        self.period = period
        self.factor = factor
        self.countries = countries
        self.categories = categories
    }

    func factor(_ instant: Date, _ country: String?, _ category: Category?) -> Double {
        let isMeant =
            (countries.isEmpty || country.map(countries.contains) ?? false)
            && (categories.isEmpty || category.map(categories.contains) ?? false)
        return isMeant && period.contains(instant) ? factor : 1
    }
}

/// What customers ask for in a period.
public struct Demand: Sendable {
    /// Who writes.
    public let streams: [CustomerStream]
    /// When they write more often.
    public let peaks: [Peak]

    /// A demand.
    public init(streams: [CustomerStream], peaks: [Peak] = []) {
        self.streams = streams
        self.peaks = peaks
    }

    /// The tickets of a period in order of time; the same seed gives the same.
    ///
    /// Rates are constant within a quarter of an hour, the finest step in which zones differ and shift; arrivals are a
    /// Poisson process with these rates. A stream's tickets do not depend on other streams.
    public func arrivals(from: Date, to: Date, seed: UInt64) -> [Arrival] {
        streams.enumerated().flatMap { index, stream in
            var chance = Chance(seed, of: index)
            return arrivals(of: stream, from, to, &chance)
        }.sorted { $0.at < $1.at }
    }

    private func arrivals(of stream: CustomerStream, _ from: Date, _ to: Date, _ chance: inout Chance) -> [Arrival] {
        let whole = stream.categories.reduce(0) { $0 + $1.size }
        let priorities = stream.priorities.map { (thing: $0.thing, weight: $0.size) }
        var arrivals: [Arrival] = []
        var begin = from
        while begin < to, whole > 0 {
            let end = min(begin.addingTimeInterval(Self.step), to)
            let parts = stream.categories.map { category in
                let factor = peaks.reduce(1) { $0 * $1.factor(begin, stream.country, category.thing) }
                return (thing: category.thing, weight: category.size / whole * factor)
            }
            let rate = stream.rate(begin) * parts.reduce(0) { $0 + $1.weight } / 3_600
            var at = begin
            while rate > 0 {
                at = at.addingTimeInterval(chance.gap() / rate)
                guard at < end else { break }
                arrivals.append(
                    Arrival(
                        at: at,
                        category: chance.pick(parts) ?? nil,
                        language: stream.language,
                        country: stream.country,
                        priority: chance.pick(priorities) ?? .p3
                    )
                )
            }
            begin = end
        }
        return arrivals
    }

    private static let step = 900.0
}
