import Tickets

/// Preset rules made ready to judge messages: pure, deterministic, safe to share between tasks.
///
/// A rule in which `n` different terms (at most 4 count) were found is `1 − (1 − weight)^((n + 1) / 2)` sure of its
/// category. Rules of one category join to `s = 1 − Π(1 − sureness)`, which gives odds of `s / (1 − s)`; a category's
/// confidence is its odds over one plus the odds of all categories, so that rivals take confidence from each other.
public struct TriageClassifier: Sendable {
    /// Version of the rules.
    public let version: String
    private let rules: [TriageRule]
    private let thresholds: TriageRules.Thresholds
    private let search: TermSearch

    /// Compiles a rule set; throws what ``TriageRules/validate()`` throws.
    public init(_ rules: TriageRules) throws(TriageRulesError) {
        try rules.validate()
        version = rules.version
        thresholds = rules.thresholds
        self.rules = rules.rules
        search = TermSearch(rules.rules)
    }

    /// Least confidence at which the rules decide before a model is asked.
    var leastBesideModel: Double { max(thresholds.decide, thresholds.besideModel ?? thresholds.decide) }

    /// Judges one message; `language` is a BCP 47 code, `nil` or `und` when unknown.
    public func classify(subject: String?, body: String, language: String? = nil) -> TriageOutcome {
        let found = search.findings(in: (subject.map { $0 + "\n" } ?? "") + body)
        let held = found.filter { holds(rules[$0.rule], $0, language) }
        let ranked = candidates(held)
        let judged = held.map { rules[$0.rule] }
        return TriageOutcome(
            category: decided(ranked),
            confidence: ranked.first?.confidence ?? 0,
            candidates: Array(ranked.prefix(3)),
            urgency: judged.compactMap(\.urgency).reduce(.medium, max),
            impact: judged.compactMap(\.impact).reduce(.one, max),
            sentiment: judged.compactMap(\.sentiment).max() ?? .neutral,
            safety: judged.contains(where: \.safety),
            evidence: held.map { TriageOutcome.Evidence(rule: rules[$0.rule].id, terms: $0.terms(of: rules[$0.rule])) },
            rulesVersion: version
        )
    }

    private func holds(_ rule: TriageRule, _ finding: RuleFinding, _ language: String?) -> Bool {
        guard speaks(rule, language), finding.noneOf.isEmpty else { return false }
        return finding.allOf.count == rule.allOf.count && (rule.anyOf.isEmpty || !finding.anyOf.isEmpty)
    }

    private func speaks(_ rule: TriageRule, _ language: String?) -> Bool {
        guard !rule.languages.isEmpty, let language, language != "und" else { return true }
        return rule.languages.contains(language) || rule.languages.contains(String(language.prefix { $0 != "-" }))
    }

    private func candidates(_ held: [RuleFinding]) -> [TriageOutcome.Candidate] {
        var doubts: [Category: Double] = [:]
        for finding in held {
            guard let category = rules[finding.rule].category else { continue }
            doubts[category, default: 1] *= finding.doubt(weight: rules[finding.rule].weight)
        }
        let order = Category.allCases.filter { doubts[$0] != nil }
        let odds = order.map { category in (1 - (doubts[category] ?? 1)) / max(doubts[category] ?? 1, 1e-9) }
        let whole = odds.reduce(1, +)
        return zip(order, odds).map { TriageOutcome.Candidate(category: $0, confidence: $1 / whole) }
            .enumerated().sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }
            .map(\.element)
    }

    private func decided(_ ranked: [TriageOutcome.Candidate]) -> Category? {
        guard let best = ranked.first, best.confidence >= thresholds.decide else { return nil }
        let second = ranked.dropFirst().first?.confidence ?? 0
        return best.confidence - second >= thresholds.margin ? best.category : nil
    }
}
