import Contracts
import Postgres
import Triage

/// The model that decides and the one in the shadow, on the same tickets.
struct ShadowComparison: Sendable {
    /// Tickets whose truth is known, and who was right.
    struct Known: Sendable {
        var present = Proportion()
        var candidate = Proportion()
        var pair = PairedComparison()

        mutating func add(_ other: Known) {
            present = present + other.present
            candidate = candidate + other.candidate
            pair.onlyFirst += other.pair.onlyFirst
            pair.onlySecond += other.pair.onlySecond
        }
    }

    /// Tickets of a language, or all.
    struct Group: Sendable {
        /// Both have the same best guess.
        var agreed = Proportion()
        /// Decided by the rules' or the present model's guess.
        var presentCovered = Proportion()
        var candidateCovered = Proportion()
        /// A person corrected or confirmed them.
        var corrected = Known()
        /// These, and those that were solved with the category they had.
        var lookedAt = Known()

        mutating func add(_ other: Group) {
            agreed = agreed + other.agreed
            presentCovered = presentCovered + other.presentCovered
            candidateCovered = candidateCovered + other.candidateCovered
            corrected.add(other.corrected)
            lookedAt.add(other.lookedAt)
        }
    }

    let version: String
    let days: Int
    private(set) var whole = Group()
    private(set) var languages: [String: Group] = [:]

    /// Of tickets that were sorted within the last days.
    static func read(_ version: String, days: Int, in transaction: Transaction) async throws -> ShadowComparison {
        var comparison = ShadowComparison(version: version, days: days)
        for row in try await transaction.rows(query, version, Int32(days)) {
            let group = try Group(row)
            comparison.languages[try row("language"), default: Group()].add(group)
            comparison.whole.add(group)
        }
        return comparison
    }

    private init(version: String, days: Int) {
        self.version = version
        self.days = days
    }

    private static let query = """
        SELECT p.language, count(*) AS tickets, count(*) FILTER (WHERE p.guess = p.category) AS agreed,
            count(*) FILTER (WHERE p.decided IS NOT NULL) AS present_covered, count(*) FILTER (WHERE p.covered) AS covered,
            count(p.truth) AS known, count(*) FILTER (WHERE p.guess = p.truth) AS present_right,
            count(*) FILTER (WHERE p.category = p.truth) AS candidate_right,
            count(*) FILTER (WHERE p.guess = p.truth AND p.category <> p.truth) AS only_present,
            count(*) FILTER (WHERE p.guess IS DISTINCT FROM p.truth AND p.category = p.truth) AS only_candidate,
            count(p.corrected) AS corrected, count(*) FILTER (WHERE p.guess = p.corrected) AS corrected_present_right,
            count(*) FILTER (WHERE p.category = p.corrected) AS corrected_right,
            count(*) FILTER (WHERE p.guess = p.corrected AND p.category <> p.corrected) AS corrected_only_present,
            count(*) FILTER (WHERE p.guess IS DISTINCT FROM p.corrected AND p.category = p.corrected)
                AS corrected_only_candidate
        FROM (
            SELECT o.language, o.guess, o.decided, o.truth, o.corrected, s.category, s.covered
            FROM triage_shadow s
            JOIN triage_outcome o ON o.ticket_id = s.ticket_id
            WHERE s.model_version = $1 AND s.judged_at >= aftersail.now() - make_interval(days => $2)
        ) p
        GROUP BY p.language
        """
}

extension ShadowComparison.Group {
    fileprivate init(_ row: Row) throws {
        let tickets: Int = try row("tickets")
        agreed = Proportion(try row("agreed"), of: tickets)
        presentCovered = Proportion(try row("present_covered"), of: tickets)
        candidateCovered = Proportion(try row("covered"), of: tickets)
        let known: Int = try row("known")
        lookedAt = .init(
            present: Proportion(try row("present_right"), of: known),
            candidate: Proportion(try row("candidate_right"), of: known),
            pair: PairedComparison(onlyFirst: try row("only_present"), onlySecond: try row("only_candidate"))
        )
        let told: Int = try row("corrected")
        corrected = .init(
            present: Proportion(try row("corrected_present_right"), of: told),
            candidate: Proportion(try row("corrected_right"), of: told),
            pair: PairedComparison(
                onlyFirst: try row("corrected_only_present"),
                onlySecond: try row("corrected_only_candidate")
            )
        )
    }
}
