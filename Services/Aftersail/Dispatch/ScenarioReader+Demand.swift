import BusinessTime
import Contracts
import FoundationEssentials
import Setup
import Tickets
import Workforce

extension ScenarioReader {
    /// What a category is called on which the classifier abstains.
    static let unclassified = "unclassified"

    /// Who writes how often.
    mutating func streams(_ body: JSONValue) -> [CustomerStream] {
        var streams: [CustomerStream] = []
        for (index, value) in body["streams"].list.enumerated() {
            let path = "streams[\(index)]"
            // What a stream does not say, the scenario does.
            func field(_ name: String) -> (JSONValue, String) {
                value[name] == .null ? (body[name], name) : (value[name], "\(path).\(name)")
            }
            let (zone, categories, priorities) = (zone(value["zone"], path), field("categories"), field("priorities"))
            streams.append(
                CustomerStream(
                    country: country(value["country"], "\(path).country"),
                    language: language(value["language"], "\(path).language"),
                    zone: zone,
                    rates: rates(value, path, hours: field("hours"), week: field("week")),
                    categories: self.categories(categories.0, categories.1),
                    priorities: self.priorities(priorities.0, priorities.1)
                )
            )
        }
        return streams
    }

    /// When more of them write.
    mutating func peaks(_ value: JSONValue) -> [Peak] {
        value.list.enumerated().map { index, value in
            let path = "peaks[\(index)]"
            let from = instant(value["from"], "\(path).from")
            let hours = number(value["hours"], "\(path).hours", 0.25...8_784)
            let categories = value["categories"].list.compactMap { name in
                category(name.shown, "\(path).categories")
            }
            return Peak(
                period: from..<from.addingTimeInterval(hours * 3_600),
                factor: number(value["factor"], "\(path).factor", 0...1_000),
                countries: Set(value["countries"].list.compactMap { country($0, "\(path).countries") }),
                categories: Set(categories)
            )
        }
    }

    /// Tickets an hour for each hour of the week: as they are written, or a daily number spread over hours and days.
    private mutating func rates(
        _ value: JSONValue,
        _ path: String,
        hours: (JSONValue, String),
        week: (JSONValue, String)
    ) -> [Double] {
        guard value["perHour"] == .null else {
            if value["perDay"] != .null { complain(path, "perDay and perHour say the same; write one of them") }
            return Self.weekdays.flatMap { day in
                numbers(value["perHour"][day], "\(path).perHour.\(day)")
            }
        }
        let perDay = number(value["perDay"], "\(path).perDay", 0...1_000_000)
        let byHour = hours.0 == .null ? [Double](repeating: 1, count: 24) : numbers(hours.0, hours.1)
        let byDay = Self.weekdays.map { day in
            week.0 == .null ? 1 : number(week.0[day], "\(week.1).\(day)", 0...1_000)
        }
        let (hourSum, daySum) = (byHour.reduce(0, +), byDay.reduce(0, +))
        guard hourSum > 0, daySum > 0 else {
            complain(path, "no hour or no day has any tickets; write numbers above 0")
            return []
        }
        return byDay.flatMap { day in byHour.map { hour in perDay * 7 * day / daySum * hour / hourSum } }
    }

    private mutating func numbers(_ value: JSONValue, _ path: String) -> [Double] {
        guard value.list.count == 24 else {
            complain(path, "write 24 numbers, one for each hour of the day")
            return [Double](repeating: 0, count: 24)
        }
        return value.list.enumerated().map { number($1, "\(path)[\($0)]", 0...1_000_000) }
    }

    private mutating func categories(_ value: JSONValue, _ path: String) -> [Part<Tickets.Category?>] {
        var parts: [Part<Tickets.Category?>] = []
        for (name, share) in members(value, path) {
            let size = number(share, "\(path).\(name)", 0...1_000_000)
            if name == Self.unclassified {
                parts.append(Part(nil, size))
            } else if let category = category(name, "\(path).\(name)") {
                parts.append(Part(category, size))
            }
        }
        if !parts.contains(where: { $0.size > 0 }) {
            complain(path, "write parts by category, for the scenario or for each stream: { technical_fault: 3, … }")
        }
        return parts
    }

    private mutating func priorities(_ value: JSONValue, _ path: String) -> [Part<Priority>] {
        guard value != .null else { return [Part(.p3, 1)] }
        return members(value, path).compactMap { name, share in
            let size = number(share, "\(path).\(name)", 0...1_000_000)
            return priority(name, "\(path).\(name)").map { Part($0, size) }
        }
    }

    private mutating func zone(_ value: JSONValue, _ path: String) -> Zone {
        do {
            return try ZoneStore.system.zone(value == .null ? "UTC" : value.shown)
        } catch {
            complain("\(path).zone", "\(error)")
            return .utc
        }
    }

    mutating func country(_ value: JSONValue, _ path: String) -> String? {
        if value == .null { return nil }
        if let text = value.string, text.utf8.count == 2, text.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) {
            return text
        }
        complain(path, "this is no country; write two capital letters")
        return nil
    }

    mutating func language(_ value: JSONValue, _ path: String) -> String? {
        if value == .null { return nil }
        if let text = value.string, let language = SimulatedRoster.primary(text), (2...3).contains(language.count) {
            return language
        }
        complain(path, "this is no language tag; write de or zh-Hant")
        return nil
    }

    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}
