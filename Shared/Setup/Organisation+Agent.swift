extension Organisation {
    /// Somebody who takes tickets.
    public struct Agent: Codable, Hashable, Sendable {
        /// Key, such as `li.wei`.
        public var id: String
        /// Name that customers may see.
        public var name: String
        /// Where staff mail goes.
        public var email: String?
        /// Language of staff mail, BCP 47.
        public var language: String
        /// Key of the agent's team.
        public var team: String
        /// Name of the agent's calendar.
        public var calendar: String
        /// IANA zone; that of the calendar when left out.
        public var zone: String?
        /// Most weight of open tickets, 0…1,000,000.
        public var capacity: Int
        /// Level 1…3 by category's wire name.
        public var skills: [String: Int]
        /// Fluency by language, BCP 47.
        public var languages: [String: Fluency]
        /// ISO 3166 alpha-2 countries served; empty means everywhere.
        public var countries: [String]

        /// An agent with all fields.
        public init(
            id: String,
            name: String,
            email: String? = nil,
            language: String,
            team: String,
            calendar: String,
            zone: String? = nil,
            capacity: Int,
            skills: [String: Int] = [:],
            languages: [String: Fluency] = [:],
            countries: [String] = []
        ) {
            self.id = id
            self.name = name
            self.email = email
            self.language = language
            self.team = team
            self.calendar = calendar
            self.zone = zone
            self.capacity = capacity
            self.skills = skills
            self.languages = languages
            self.countries = countries
        }

        /// Reads the JSON form; `skills`, `languages` and `countries` may be missing.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            id = try fields.decode(String.self, forKey: .id)
            name = try fields.decode(String.self, forKey: .name)
            email = try fields.decodeIfPresent(String.self, forKey: .email)
            language = try fields.decode(String.self, forKey: .language)
            team = try fields.decode(String.self, forKey: .team)
            calendar = try fields.decode(String.self, forKey: .calendar)
            zone = try fields.decodeIfPresent(String.self, forKey: .zone)
            capacity = try fields.decode(Int.self, forKey: .capacity)
            skills = try fields.decodeIfPresent([String: Int].self, forKey: .skills) ?? [:]
            languages = try fields.decodeIfPresent([String: Fluency].self, forKey: .languages) ?? [:]
            countries = try fields.decodeIfPresent([String].self, forKey: .countries) ?? []
        }
    }
}
