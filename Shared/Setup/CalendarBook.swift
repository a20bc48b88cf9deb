public import BusinessTime

/// All working calendars by name, and which of them counts a ticket's business time.
public struct CalendarBook: Codable, Hashable, Sendable {
    /// Name of the calendar for tickets of every other country.
    public var standard: String
    /// Name of the calendar by the ticket's ISO 3166 alpha-2 country.
    public var countries: [String: String]
    /// The calendars by name.
    public var calendars: [String: CalendarDefinition]

    /// A book; ``problems()`` says what is wrong with it.
    public init(standard: String, countries: [String: String] = [:], calendars: [String: CalendarDefinition]) {
        self.standard = standard
        self.countries = countries
        self.calendars = calendars
    }

    /// Reads the JSON form; `standard` defaults to `always`, `countries` may be missing.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        standard = try fields.decodeIfPresent(String.self, forKey: .standard) ?? Self.alwaysName
        countries = try fields.decodeIfPresent([String: String].self, forKey: .countries) ?? [:]
        calendars = try fields.decodeIfPresent([String: CalendarDefinition].self, forKey: .calendars) ?? [:]
    }

    /// Name of the round-the-clock calendar, which every book has even when it does not define it.
    public static let alwaysName = "always"

    /// The book of an installation that loaded none: round the clock.
    public static let builtIn = CalendarBook(standard: alwaysName, calendars: [:])

    /// Name of the calendar that counts the business time of tickets from a country.
    public func name(forCountry country: String?) -> String {
        country.flatMap { countries[$0] } ?? standard
    }

    /// Text of a calendar; `nil` when there is none of that name.
    public func definition(_ name: String) -> CalendarDefinition? {
        calendars[name] ?? (name == Self.alwaysName ? Self.always : nil)
    }

    private static let always = CalendarDefinition(
        timeZone: "UTC",
        hours: Dictionary(
            uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { ($0, [["00:00", "24:00"]]) }
        )
    )
}
