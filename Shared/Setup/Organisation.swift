/// Teams, agents and sites, as an organisation writes them down.
public struct Organisation: Codable, Hashable, Sendable {
    /// People who share a queue.
    public struct Team: Codable, Hashable, Sendable {
        /// Key, such as `technical`.
        public var id: String
        /// Name on screens.
        public var name: String
        /// Agent who is told of breaches.
        public var lead: String?
        /// Agent who is told when the lead was not enough.
        public var manager: String?

        /// A team.
        public init(id: String, name: String, lead: String? = nil, manager: String? = nil) {
            self.id = id
            self.name = name
            self.lead = lead
            self.manager = manager
        }
    }

    /// How well somebody speaks a language.
    public enum Fluency: String, Codable, CaseIterable, Hashable, Sendable {
        /// From best to least.
        case native, fluent, basic
    }

    /// Teams in the order of the file.
    public var teams: [Team]
    /// Agents in the order of the file.
    public var agents: [Agent]
    /// Sites in the order of the file; an organisation need not have any.
    public var sites: [Site]

    /// An organisation; ``problems(calendars:)`` says what is wrong with it.
    public init(teams: [Team], agents: [Agent], sites: [Site] = []) {
        self.teams = teams
        self.agents = agents
        self.sites = sites
    }

    /// Reads the JSON form; `sites` may be missing.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        teams = try fields.decode([Team].self, forKey: .teams)
        agents = try fields.decode([Agent].self, forKey: .agents)
        sites = try fields.decodeIfPresent([Site].self, forKey: .sites) ?? []
    }
}
