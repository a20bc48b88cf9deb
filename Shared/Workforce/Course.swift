/// What became of one ticket.
public struct Outcome: Sendable {
    /// What came in.
    public let arrival: Arrival
    /// Minutes until it had an agent; nil when it never had.
    public internal(set) var untilAssigned: Double?
    /// Minutes until somebody began with it; nil when nobody did.
    public internal(set) var untilBegun: Double?
    /// Minutes until it was solved; nil when it was not.
    public internal(set) var untilDone: Double?
    /// Key of its agent.
    public internal(set) var agent: String?
    /// Whether the agent does not speak its language.
    public internal(set) var isTranslated = false

    /// Whether somebody began within a target of minutes.
    public func isWithin(_ target: Double) -> Bool { untilBegun.map { $0 <= target } ?? false }
}

/// What one agent did in the period.
public struct SeatOutcome: Sendable {
    /// Key of the agent.
    public let key: String
    /// Code of the team.
    public let team: String
    /// Hours on shift.
    public let onShift: Double
    /// Hours of work; of a desk that several staff, of all of them.
    public let worked: Double
    /// Tickets worked on at once.
    public let atOnce: Int
    /// Tickets that were assigned.
    public let tickets: Int
    /// Mean load while on shift, as a part of the capacity; nil for somebody who never was, or has no capacity.
    public let relativeLoad: Double?
    /// The largest load, as a part of the capacity.
    public let peakLoad: Double

    /// Worked hours as a part of those that could have been.
    public var utilisation: Double { onShift > 0 ? worked / (onShift * Double(atOnce)) : 0 }
}

/// What a simulation brought.
public struct Course: Sendable {
    /// The scenario.
    public let scenario: Scenario
    /// Every ticket, in order of arrival.
    public let tickets: [Outcome]
    /// Every agent, in order of the keys.
    public let seats: [SeatOutcome]
    /// Tickets given to somebody who was neither on shift nor about to be as far as the policy allows.
    public let offShift: Int
    /// Tickets given to somebody whose shift was about to open.
    public let openingSoon: Int
    /// Tickets after which somebody's load was above the capacity.
    public let overbooked: Int
    /// Where nobody was there, or too few.
    public let gaps: Gaps

    /// Tickets that somebody began with in time, as a part of all; 1 when there are none.
    public var within: Double { Self.within(tickets, scenario.target) }

    /// By language, with the empty text for an unknown one, tickets and those of them that nobody began with in time.
    public var lateByLanguage: [String: (tickets: Int, late: Int)] {
        Dictionary(grouping: tickets) { $0.arrival.language ?? "" }.mapValues { some in
            (some.count, some.count { !$0.isWithin(scenario.target) })
        }
    }

    /// Tickets that nobody began with in time.
    var lateCount: Int { gaps.uncovered.count + gaps.short.count }

    /// Gini coefficient of the agents' mean relative load on shift.
    public var unevenness: Double { Evenness.gini(seats.compactMap(\.relativeLoad)) }

    /// Languages of whose tickets more were late than the scenario's share allows, rounded up to whole tickets.
    public var shortLanguages: [String] {
        lateByLanguage.filter { _, counts in
            Double(counts.late) > ((1 - scenario.share) * Double(counts.tickets)).rounded(.up)
        }.keys.sorted()
    }

    /// Whether nobody waited too long for want of a person on shift, and of every language enough were begun in time.
    public var isEnough: Bool { gaps.uncovered.isEmpty && shortLanguages.isEmpty }

    private static func within(_ tickets: [Outcome], _ target: Double) -> Double {
        tickets.isEmpty ? 1 : Double(tickets.count { $0.isWithin(target) }) / Double(tickets.count)
    }
}
