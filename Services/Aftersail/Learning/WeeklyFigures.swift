import FoundationEssentials
import Postgres
import Triage

/// How triage did in one week, in one language or all.
struct WeeklyFigures: Sendable {
    /// What the machine made of the tickets, for drift.
    var sample = Drift.Sample()
    /// The machine decided.
    var covered = Proportion()
    /// Of these, a person named another category.
    var corrected = Proportion()
    /// Of those that people looked at and the machine had decided, the decision was right.
    var right = Proportion()
    /// Of the abstained, a person named the category.
    var sorted = Proportion()

    mutating func add(_ other: WeeklyFigures) {
        sample.add(other.sample)
        covered = covered + other.covered
        corrected = corrected + other.corrected
        right = right + other.right
        sorted = sorted + other.sorted
    }
}

/// Figures by week and language.
struct WeeklyRecord: Sendable {
    /// Tickets of one ISO week.
    struct Week: Sendable {
        /// Such as `2026-W47`.
        let name: String
        var whole = WeeklyFigures()
        var languages: [String: WeeklyFigures] = [:]
    }

    /// Weeks of the past that drift is measured against.
    static let memory = 4

    /// Oldest first, without gaps; the first four are only compared with.
    private(set) var weeks: [Week] = []

    /// The last weeks, this one included, and four before them.
    static func read(weeks: Int, in transaction: Transaction) async throws -> WeeklyRecord {
        var record = WeeklyRecord()
        for row in try await transaction.rows(query, Int32(weeks + memory - 1)) {
            let name: String = try row("week")
            if record.weeks.last?.name != name { record.weeks.append(Week(name: name)) }
            let figures = try WeeklyFigures(row)
            guard figures.covered.count > 0 else { continue }
            record.weeks[record.weeks.count - 1].whole.add(figures)
            record.weeks[record.weeks.count - 1].languages[try row("language"), default: .init()].add(figures)
        }
        return record
    }

    /// How far a week's tickets moved from the four weeks before; of one language, or of all without one.
    func drift(of place: Int, language: String? = nil) -> Drift? {
        var before = Drift.Sample()
        for week in weeks[max(0, place - Self.memory)..<place] {
            if let sample = Self.sample(week, language) { before.add(sample) }
        }
        return Self.sample(weeks[place], language).flatMap { Drift(from: before, to: $0) }
    }

    private static func sample(_ week: Week, _ language: String?) -> Drift.Sample? {
        guard let language else { return week.whole.sample }
        return week.languages[language]?.sample
    }

    private static let query = """
        SELECT to_char(w.week, 'IYYY-"W"IW') AS week, COALESCE(o.language, 'und') AS language,
            COALESCE(o.decided, 'none') AS category, count(o.ticket_id) AS tickets,
            COALESCE(sum(o.confidence), 0) AS confidence, count(o.decided) AS covered,
            count(*) FILTER (WHERE o.corrected <> o.decided) AS corrected,
            count(*) FILTER (WHERE o.decided IS NOT NULL AND o.truth IS NOT NULL) AS known,
            count(*) FILTER (WHERE o.decided = o.truth) AS right_decided,
            count(*) FILTER (WHERE o.decided IS NULL AND o.corrected IS NOT NULL) AS sorted
        FROM generate_series(
            date_trunc('week', aftersail.now() AT TIME ZONE 'UTC') - make_interval(weeks => $1),
            date_trunc('week', aftersail.now() AT TIME ZONE 'UTC'), interval '1 week') AS w (week)
        LEFT JOIN triage_outcome o ON o.classified_at >= w.week AT TIME ZONE 'UTC'
            AND o.classified_at < (w.week + interval '1 week') AT TIME ZONE 'UTC'
        GROUP BY w.week, 2, 3
        ORDER BY w.week, 2, 3
        """
}

extension WeeklyFigures {
    fileprivate init(_ row: Row) throws {
        let tickets: Int = try row("tickets")
        let decided: Int = try row("covered")
        sample.add(
            tickets,
            category: try row("category"),
            language: try row("language"),
            confidence: try row("confidence")
        )
        covered = Proportion(decided, of: tickets)
        corrected = Proportion(try row("corrected"), of: decided)
        right = Proportion(try row("right_decided"), of: try row("known"))
        sorted = Proportion(try row("sorted"), of: tickets - decided)
    }
}
