import Contracts
import Triage

/// The weekly record for a person or a program.
struct WeeklyPage {
    let record: WeeklyRecord

    /// One row a week and language, newest week first, all languages first.
    var rows: [JSONValue] {
        record.weeks.indices.dropFirst(WeeklyRecord.memory).reversed().flatMap { place -> [JSONValue] in
            let week = record.weeks[place]
            let languages = week.languages.sorted {
                ($1.value.covered.count, $0.key) < ($0.value.covered.count, $1.key)
            }
            return [Self.row(week.name, "all", week.whole, record.drift(of: place))]
                + languages.map { Self.row(week.name, $0.key, $0.value, record.drift(of: place, language: $0.key)) }
        }
    }

    /// For a program.
    var value: JSONValue {
        .object([
            "alarm_bound": .number(Share.decimal(Drift.bound)), "least_tickets": .count(Drift.least),
            "rows": .array(rows),
        ])
    }

    /// The same with shares as a person reads them.
    var shown: [JSONValue] {
        rows.map { row in
            var members = row.members
            for (name, half) in [("coverage", nil), ("corrected", nil), ("accuracy", "accuracy_half_width")] {
                guard case .number(let text) = row[name], let share = Double(text) else { continue }
                var cell = Share.percent(share)
                if let half, case .number(let width) = row[half], let width = Double(width) {
                    cell += " ± \(Share.percent(width))"
                }
                members[name] = .string(cell)
            }
            if row["alarm"].truth == true { members["alarm"] = .string("look") } else { members["alarm"] = .string("") }
            return .object(members)
        }
    }

    private static func row(_ week: String, _ language: String, _ figures: WeeklyFigures, _ drift: Drift?) -> JSONValue
    {
        func number(_ value: Double?) -> JSONValue { value.map { .number(Share.signed($0)) } ?? .null }
        let hasDecided = figures.covered.hits > 0
        let isKnown = figures.right.count > 0
        return .object([
            "week": .string(week), "language": .string(language), "tickets": .count(figures.covered.count),
            "coverage": number(figures.covered.count > 0 ? figures.covered.share : nil),
            "corrected": number(hasDecided ? figures.corrected.share : nil),
            "sorted_by_people": .count(figures.sorted.hits), "looked_at": .count(figures.right.count),
            "accuracy": number(isKnown ? figures.right.share : nil),
            "accuracy_half_width": number(isKnown ? figures.right.halfWidth : nil),
            "drift_category": number(drift?.category),
            "drift_language": number(language == "all" ? drift?.language : nil),
            "drift_confidence": number(drift?.confidence), "alarm": .bool(drift?.isAlarming ?? false),
        ])
    }
}
