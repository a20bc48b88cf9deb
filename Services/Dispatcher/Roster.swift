import BusinessTime
import FoundationEssentials
import Routing
import Tickets

/// One agent as the database has it.
struct RosterEntry: Sendable, Equatable {
    let id: String
    var team: String
    var calendar = "always"
    var zone = "UTC"
    var capacity: Int
    var load = 0
    var isAway = false
    /// It has no row of load yet.
    var isNew = false
    var skills: [Tickets.Category: Int] = [:]
    /// By primary subtag in lower case.
    var languages: [String: Fluency] = [:]
    var countries: Set<String> = []
    var site: Site?
    var certifications: Set<String> = []
    /// `nil`: those of the site.
    var regions: Set<String>?
    /// Planned leave and extra shifts.
    var exceptions: [CalendarException] = []
}

/// Everybody who can take tickets, at one instant.
///
/// `Routing` knows agents by UUID and breaks ties by it, the database by text: each agent's UUID is its place in the
/// order of the texts.
struct Roster: Sendable {
    private(set) var agents: [Agent]
    private let keys: [String]
    /// As the database has them, in the same order.
    let entries: [RosterEntry]
    private let places: [String: Int]

    init(_ entries: [RosterEntry], shift: (RosterEntry) -> Shift) {
        let sorted = entries.sorted { $0.id < $1.id }
        self.entries = sorted
        keys = sorted.map(\.id)
        places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($0.element, $0.offset) })
        agents = sorted.enumerated().map { place, entry in
            Agent(
                id: Self.id(at: place),
                team: entry.team,
                skills: entry.skills,
                languages: entry.languages,
                countries: entry.countries,
                shift: shift(entry),
                capacity: entry.capacity,
                load: entry.load,
                isAway: entry.isAway,
                site: entry.site,
                certifications: entry.certifications,
                regions: entry.regions
            )
        }
    }

    /// The agent of a key; `nil` when it is not active.
    func agent(_ key: String) -> Agent? { places[key].map { agents[$0] } }

    /// The database's row of a key; `nil` when it is not active.
    func entry(_ key: String) -> RosterEntry? { places[key].map { entries[$0] } }

    /// Everybody at work and idle: who could take a ticket some day.
    var atBest: Roster {
        var best = self
        for place in best.agents.indices {
            best.agents[place].shift = .working
            best.agents[place].load = 0
            best.agents[place].isAway = false
        }
        return best
    }

    /// The same people with other shifts.
    func with(shift: (RosterEntry) -> Shift) -> Roster {
        var other = self
        for place in other.agents.indices { other.agents[place].shift = shift(entries[place]) }
        return other
    }

    /// Key of an agent of this roster.
    func key(of id: UUID) -> String {
        let place = Self.place(of: id)
        return keys.indices.contains(place) ? keys[place] : ""
    }

    /// Whether an active agent belongs to the team.
    func staffs(_ team: String) -> Bool { agents.contains { $0.team == team } }

    /// Counts work that was just given.
    mutating func add(_ weight: Int, to key: String) {
        if let place = places[key] { agents[place].load += weight }
    }

    /// The next instant at which somebody's shift opens, seen `minutes` ahead; `nil` when none is known.
    func nextOpening(after now: Date, opensSoonMinutes minutes: Int) -> Date? {
        agents.compactMap { agent in
            guard !agent.isAway else { return nil }
            switch agent.shift {
            case .opens(let opening): return opening.addingTimeInterval(-60 * Double(minutes))
            case .leave(let back): return back
            case .working, .off: return nil
            }
        }.filter { $0 > now }.min()
    }

    private static func id(at place: Int) -> UUID {
        let bytes = [24, 16, 8, 0].map { (shift: Int) in UInt8(truncatingIfNeeded: place >> shift) }
        return UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, bytes[0], bytes[1], bytes[2], bytes[3]))
    }

    private static func place(of id: UUID) -> Int {
        let bytes = id.uuid
        return [bytes.12, bytes.13, bytes.14, bytes.15].reduce(0) { $0 << 8 | Int($1) }
    }
}
