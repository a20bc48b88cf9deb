public import FoundationEssentials
public import Tickets

/// How well an agent speaks a language.
public enum Fluency: String, Codable, CaseIterable, Hashable, Sendable {
    /// From native to just enough.
    case native, fluent, basic
}

/// Where an agent stands in the working day, at the instant of the decision.
public enum Shift: Hashable, Sendable, Codable {
    /// On shift.
    case working
    /// Off shift, and back at this instant.
    case opens(Date)
    /// Off shift with no next one known.
    case off
    /// On planned leave, and back at this instant when it is known.
    case leave(until: Date?)
}

/// One person who can take tickets, as facts.
public struct Agent: Hashable, Sendable, Codable {
    /// Row of the agent.
    public let id: UUID
    /// Code of the team.
    public var team: String
    /// Level 1…3 by category; a missing category cannot be done.
    public var skills: [Category: Int]
    /// Fluency by ISO 639 code in lower case.
    public var languages: [String: Fluency]
    /// ISO 3166 codes of the countries served; empty for all.
    public var countries: Set<String>
    /// Where the agent stands in the working day.
    public var shift: Shift
    /// Most work at once, in the units of ``TicketNeed/weight``.
    public var capacity: Int
    /// Work at hand, in the same units.
    public var load: Int
    /// Whether the agent has signed off.
    public var isAway: Bool
    /// Where the agent works; `nil` binds the agent to no place or region, and puts it on no level.
    public var site: Site?
    /// Certificates the agent holds.
    public var certifications: Set<String>
    /// Regions whose customers the agent may see; `nil` for that of the site, and for all without one.
    public var regions: Set<String>?

    /// An agent; without skills, languages or capacity nothing can be assigned.
    public init(
        id: UUID,
        team: String,
        skills: [Category: Int] = [:],
        languages: [String: Fluency] = [:],
        countries: Set<String> = [],
        shift: Shift = .working,
        capacity: Int,
        load: Int = 0,
        isAway: Bool = false,
        site: Site? = nil,
        certifications: Set<String> = [],
        regions: Set<String>? = nil
    ) {
        self.id = id
        self.team = team
        self.skills = skills
        self.languages = languages
        self.countries = countries
        self.shift = shift
        self.capacity = capacity
        self.load = load
        self.isAway = isAway
        self.site = site
        self.certifications = certifications
        self.regions = regions
    }
}

extension Agent {
    /// Whether residency lets the agent see customers of a region.
    func maySee(_ region: String) -> Bool {
        regions?.contains(region) ?? site?.region.map { $0 == region } ?? true
    }
}
