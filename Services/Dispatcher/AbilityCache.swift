import BusinessTime
import Contracts
import FoundationEssentials
import Postgres
import Routing
import Synchronization
import Tickets

/// Skills, languages and planned days of agents by the JSON they stand in, so that a batch decodes only what has changed.
final class AbilityCache: Sendable {
    private static let limit = 10_000
    private let skills = Mutex<[JSONText: [Tickets.Category: Int]]>([:])
    private let languages = Mutex<[JSONText: [String: Fluency]]>([:])
    private let exceptions = Mutex<[JSONText: [CalendarException]]>([:])

    /// Levels by category; unknown categories are left out.
    func skills(in text: JSONText) throws -> [Tickets.Category: Int] {
        try skills.withLock { known in
            if let skills = known[text] { return skills }
            let levels = try WireJSON.decode([String: Int].self, from: Array(text.text.utf8))
            let pairs = levels.compactMap { name, level in Tickets.Category(rawValue: name).map { ($0, level) } }
            let skills = Dictionary(uniqueKeysWithValues: pairs)
            if known.count >= Self.limit { known.removeAll() }
            known[text] = skills
            return skills
        }
    }

    /// Best fluency by primary language; unknown fluencies are left out.
    func languages(in text: JSONText) throws -> [String: Fluency] {
        try languages.withLock { known in
            if let languages = known[text] { return languages }
            let named = try WireJSON.decode([String: String].self, from: Array(text.text.utf8))
            let pairs = named.compactMap { tag, word in
                Fluency(rawValue: word).flatMap { fluency in tag.primaryLanguage.map { ($0, fluency) } }
            }
            let languages = Dictionary(pairs) { left, right in Self.better(left, right) }
            if known.count >= Self.limit { known.removeAll() }
            known[text] = languages
            return languages
        }
    }

    /// Planned leave and extra shifts.
    func exceptions(in text: JSONText) throws -> [CalendarException] {
        if text.text == "[]" { return [] }
        return try exceptions.withLock { known in
            if let exceptions = known[text] { return exceptions }
            let exceptions = try WireJSON.decode([CalendarException].self, from: Array(text.text.utf8))
            if known.count >= Self.limit { known.removeAll() }
            known[text] = exceptions
            return exceptions
        }
    }

    private static func better(_ left: Fluency, _ right: Fluency) -> Fluency {
        Fluency.allCases.first { $0 == left || $0 == right } ?? left
    }
}

extension String {
    /// The language subtag of a BCP 47 tag in lower case; `nil` for `und` and nothing.
    var primaryLanguage: String? {
        let language = prefix { $0 != "-" && $0 != "_" }.lowercased()
        return language.isEmpty || language == "und" ? nil : language
    }
}
