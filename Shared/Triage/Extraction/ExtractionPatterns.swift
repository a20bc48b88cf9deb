/// What an organisation wants found in messages, as it writes it.
public struct ExtractionPatterns: Codable, Sendable, Hashable {
    /// The patterns; of two that take the same signs and whose labels are equally near, the first counts.
    public let patterns: [ExtractionPattern]

    /// A document; ``problems()`` says what is wrong with it.
    public init(patterns: [ExtractionPattern]) {
        self.patterns = patterns
    }

    /// Decodes a document; a field it does not know is an error.
    public init(from decoder: any Decoder) throws {
        try KnownFields.check(decoder, CodingKeys.self)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        patterns = try fields.decode([ExtractionPattern].self, forKey: .patterns)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case patterns
    }

    /// Everything that keeps the document from being used; empty when it is sound.
    ///
    /// Trying again does not help.
    public func problems() -> [ExtractionError] {
        var found: [ExtractionError] = []
        if patterns.count > 64 {
            found.append(.invalid(pattern: nil, field: "patterns", expected: "at most 64 patterns"))
        }
        var ids: Set<String> = []
        for pattern in patterns {
            if !ids.insert(pattern.id).inserted { found.append(pattern.problem("id", "a name no other pattern has")) }
            found += pattern.problems()
        }
        return found
    }
}
