/// Which terms of one rule a text has, by their places in the rule's lists.
struct RuleFinding {
    let rule: Int
    private(set) var anyOf: Set<Int> = []
    private(set) var allOf: Set<Int> = []
    private(set) var noneOf: Set<Int> = []

    /// The list of a rule a term stands in.
    enum List {
        case anyOf, allOf, noneOf
    }

    init(rule: Int) {
        self.rule = rule
    }

    mutating func add(_ place: Int, to list: List) {
        switch list {
        case .anyOf: anyOf.insert(place)
        case .allOf: allOf.insert(place)
        case .noneOf: noneOf.insert(place)
        }
    }

    /// The share of doubt that the found terms leave, 0…1: `(1 − weight)^((n + 1) / 2)`, n at most 4.
    func doubt(weight: Double) -> Double {
        let count = min(4, max(1, anyOf.count + allOf.count))
        let root = (1 - weight).squareRoot()
        return (0...count).reduce(1.0) { product, _ in product * root }
    }

    /// Found terms as the rule spells them.
    func terms(of rule: TriageRule) -> [String] {
        anyOf.sorted().map { rule.anyOf[$0] } + allOf.sorted().map { rule.allOf[$0] }
    }
}
