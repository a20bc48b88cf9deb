public import Tickets

/// How much work tickets make.
public struct Effort: Sendable {
    /// Minutes of hands-on work by category.
    public let handling: [Category: Spread]
    /// The same for every other category, and for tickets without one.
    public let otherwise: Spread
    /// Part of the tickets that wait for the customer, a part or a visit half way through, 0…1.
    public let awaitingShare: Double
    /// Minutes by the wall clock that they wait; they take capacity meanwhile, but nobody's hands.
    public let awaiting: Spread

    /// Efforts.
    public init(
        handling: [Category: Spread],
        otherwise: Spread,
        awaitingShare: Double = 0,
        awaiting: Spread = Spread(median: 1, p90: 1)
    ) {
        self.handling = handling
        self.otherwise = otherwise
        self.awaitingShare = awaitingShare
        self.awaiting = awaiting
    }

    /// Mean minutes of work of a category.
    public func mean(_ category: Category?) -> Double { spread(category).mean }

    /// What a ticket takes, in milliseconds; the same ticket of a seed always takes the same.
    func job(of arrival: Arrival, number: Int, seed: UInt64) -> Job {
        var chance = Chance(seed ^ 0x4A0B, of: number)
        let minutes = arrival.work ?? spread(arrival.category).draw(&chance)
        let work = max(1, Int(minutes * 60_000))
        let isAwaiting = chance.share() < awaitingShare
        let pause = Int(awaiting.draw(&chance) * 60_000)
        return isAwaiting ? Job(first: work - work / 2, awaits: pause, rest: work / 2) : Job(first: work)
    }

    private func spread(_ category: Category?) -> Spread { category.flatMap { handling[$0] } ?? otherwise }
}

/// The work on one ticket, in milliseconds.
struct Job: Sendable {
    let first: Int
    var awaits = 0
    var rest = 0
}
