/// Every term of a rule set in one automaton.
struct TermSearch: Sendable {
    private let automaton: TermAutomaton
    private let terms: [[Entry]]

    private struct Entry: Sendable {
        let term: Term
        var uses: [Use]
    }

    private struct Use: Sendable {
        let rule: Int
        let list: RuleFinding.List
        let place: Int
    }

    init(_ rules: [TriageRule]) {
        var places: [[Unicode.Scalar]: Int] = [:]
        var spellings: [[Unicode.Scalar]] = []
        var entries: [[Entry]] = []
        for (use, written) in rules.indices.flatMap({ Self.uses(of: rules[$0], $0) }) {
            guard let term = Term(written) else { continue }
            let place = places[term.plain] ?? entries.count
            if place == entries.count {
                places[term.plain] = place
                spellings.append(term.plain)
                entries.append([])
            }
            if let same = entries[place].firstIndex(where: { $0.term == term }) {
                entries[place][same].uses.append(use)
            } else {
                entries[place].append(Entry(term: term, uses: [use]))
            }
        }
        automaton = TermAutomaton(spellings)
        terms = entries
    }

    /// The rules of which a text has at least one term, in the order of the rules.
    func findings(in text: String) -> [RuleFinding] {
        let normalised = NormalisedText(text)
        var met = Set<Int>()
        var found: [Int: RuleFinding] = [:]
        automaton.scan(normalised.plain) { spelling, end in
            for (index, entry) in terms[spelling].enumerated() where !met.contains(spelling << 8 | index) {
                guard entry.term.stands(in: normalised, at: (end - entry.term.plain.count)..<end) else { continue }
                met.insert(spelling << 8 | index)
                for use in entry.uses {
                    found[use.rule, default: RuleFinding(rule: use.rule)].add(use.place, to: use.list)
                }
            }
        }
        return found.keys.sorted().compactMap { found[$0] }
    }

    private static func uses(of rule: TriageRule, _ index: Int) -> [(Use, String)] {
        func uses(_ list: RuleFinding.List, _ terms: [String]) -> [(Use, String)] {
            terms.enumerated().map { (Use(rule: index, list: list, place: $0), $1) }
        }
        return uses(.anyOf, rule.anyOf) + uses(.allOf, rule.allOf) + uses(.noneOf, rule.noneOf)
    }
}
