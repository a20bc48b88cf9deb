/// A versioned set of preset rules, as an organisation writes it.
public struct TriageRules: Codable, Sendable, Hashable {
    /// Stored with every outcome.
    public let version: String
    /// When the rules are sure enough.
    public let thresholds: Thresholds
    /// The rules; their order says nothing.
    public let rules: [TriageRule]

    /// What a category needs to be chosen.
    public struct Thresholds: Codable, Sendable, Hashable {
        /// Least confidence, 0…1.
        public let decide: Double
        /// Least lead over the second category's confidence, 0…1.
        public let margin: Double
        /// Least confidence where a trained model stands behind the rules, 0…1; as `decide` when left out.
        public let besideModel: Double?

        /// Thresholds; see the properties.
        public init(decide: Double, margin: Double, besideModel: Double? = nil) {
            self.decide = decide
            self.margin = margin
            self.besideModel = besideModel
        }
    }

    /// A rule set; see the properties.
    public init(version: String, thresholds: Thresholds, rules: [TriageRule]) {
        self.version = version
        self.thresholds = thresholds
        self.rules = rules
    }

    /// Decodes a rule set; a field it does not know is an error.
    public init(from decoder: any Decoder) throws {
        try KnownFields.check(decoder, CodingKeys.self)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        version = try fields.decode(String.self, forKey: .version)
        thresholds = try fields.decode(Thresholds.self, forKey: .thresholds)
        rules = try fields.decode([TriageRule].self, forKey: .rules)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case version, thresholds, rules
    }

    /// Checks everything a file can get wrong and throws the first fault.
    ///
    /// Trying again does not help. Rules that raise priority may not depend on the language nor be silenced by other words: no text of a message
    /// can then lower what another part of it raised.
    public func validate() throws(TriageRulesError) {
        try require(!version.isEmpty && version.count <= 64, nil, "version", "1 to 64 characters")
        try require((0...1).contains(thresholds.decide), nil, "thresholds.decide", "a number from 0 to 1")
        try require((0...1).contains(thresholds.margin), nil, "thresholds.margin", "a number from 0 to 1")
        let besideModel = thresholds.besideModel ?? thresholds.decide
        try require((0...1).contains(besideModel), nil, "thresholds.besideModel", "a number from 0 to 1")
        try require(!rules.isEmpty, nil, "rules", "at least one rule")
        var ids: Set<String> = []
        for rule in rules {
            try require(!rule.id.isEmpty && rule.id.count <= 64, rule, "id", "1 to 64 characters")
            try require(ids.insert(rule.id).inserted, rule, "id", "a name no other rule has")
            try validate(rule)
        }
    }

    private func validate(_ rule: TriageRule) throws(TriageRulesError) {
        let speaks = rule.category != nil || rule.sentiment != nil || rule.raisesPriority
        try require(speaks, rule, "category", "a category, urgency, impact, sentiment or safety")
        try require(rule.weight > 0 && rule.weight < 1, rule, "weight", "a number above 0 and below 1")
        try require(!(rule.anyOf.isEmpty && rule.allOf.isEmpty), rule, "anyOf", "at least one term here or in allOf")
        let silenced = rule.raisesPriority && !rule.noneOf.isEmpty
        try require(!silenced, rule, "noneOf", "nothing, since the rule raises priority")
        let bound = rule.raisesPriority && !rule.languages.isEmpty
        try require(!bound, rule, "languages", "nothing, since the rule raises priority")
        for (field, terms) in [("anyOf", rule.anyOf), ("allOf", rule.allOf), ("noneOf", rule.noneOf)] {
            for term in terms {
                let sound = Term(term).map { $0.kept.count <= 80 } ?? false
                try require(
                    sound,
                    rule,
                    field,
                    "terms of 1 to 80 letters or digits, a star only at the end; not '\(term)'"
                )
            }
        }
        for code in rule.languages {
            try require((2...8).contains(code.utf8.count), rule, "languages", "codes such as de or zh-Hant")
        }
    }

    private func require(_ holds: Bool, _ rule: TriageRule?, _ field: String, _ expected: String)
        throws(TriageRulesError)
    {
        guard holds else { throw .invalid(rule: rule?.id, field: field, expected: expected) }
    }
}
