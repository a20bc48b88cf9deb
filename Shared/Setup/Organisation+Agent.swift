public import BusinessTime

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
        /// Key of the site the agent works at.
        public var site: String?
        /// Certificates the agent holds.
        public var certifications: [String]
        /// Regions of residency whose customers the agent may see; left out, that of the site, and all without one.
        public var regions: [String]?
        /// Planned leave and extra shifts, on the clock of the agent's zone.
        public var exceptions: [CalendarException]

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
            countries: [String] = [],
            site: String? = nil,
            certifications: [String] = [],
            regions: [String]? = nil,
            exceptions: [CalendarException] = []
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
            self.site = site
            self.certifications = certifications
            self.regions = regions
            self.exceptions = exceptions
        }

        /// Reads the JSON form; everything from `skills` on, `email` and `zone` may be missing.
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
            site = try fields.decodeIfPresent(String.self, forKey: .site)
            certifications = try fields.decodeIfPresent([String].self, forKey: .certifications) ?? []
            regions = try fields.decodeIfPresent([String].self, forKey: .regions)
            exceptions = try fields.decodeIfPresent([CalendarException].self, forKey: .exceptions) ?? []
        }
    }
}
