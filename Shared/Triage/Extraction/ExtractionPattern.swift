/// One kind of number that customers write, and how it looks.
public struct ExtractionPattern: Codable, Sendable, Hashable {
    /// Name in results, unique in its document.
    public let id: String
    /// What is found: `order_number`, `serial_number`, `model`, `error_code`, or a name of one's own.
    public let kind: String
    /// How it looks, such as `OR-d{8}`; the whole language stands in docs/guides/triage.md.
    public let pattern: String
    /// Words of which one must stand before it, such as `order no.` or `订单号`.
    ///
    /// `numar*` also stands for longer words. Without any label the pattern counts everywhere.
    public let labels: [String]
    /// Most characters between a label and the number; 40 when left out.
    public let within: Int
    /// Proves the number; whatever fails is not taken.
    public let checkDigit: CheckDigit?
    /// Letters and digits at the beginning that the check digit does not cover.
    public let checkSkip: Int
    /// How the value is written; in capitals, without spaces and dashes when left out.
    public let normalise: [Normalisation]

    /// What is done to a value.
    public enum Normalisation: String, Codable, Sendable, CaseIterable {
        /// Small letters become capitals.
        case upperCase = "upper-case"
        /// Spaces go.
        case dropSpaces = "drop-spaces"
        /// Dashes go, and dots, slashes, underscores and other signs.
        case dropDashes = "drop-dashes"
    }

    /// A pattern; see the properties.
    public init(
        id: String,
        kind: String,
        pattern: String,
        labels: [String] = [],
        within: Int = 40,
        checkDigit: CheckDigit? = nil,
        checkSkip: Int = 0,
        normalise: [Normalisation] = Normalisation.allCases
    ) {
        self.id = id
        self.kind = kind
        self.pattern = pattern
        self.labels = labels
        self.within = within
        self.checkDigit = checkDigit
        self.checkSkip = checkSkip
        self.normalise = normalise
    }

    /// Decodes a pattern of which `id`, `kind` and `pattern` must be there; a field it does not know is an error.
    public init(from decoder: any Decoder) throws {
        try KnownFields.check(decoder, CodingKeys.self)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let id = try fields.decode(String.self, forKey: .id)
        self.init(
            id: id,
            kind: try fields.decode(String.self, forKey: .kind),
            pattern: try fields.decode(String.self, forKey: .pattern),
            labels: try fields.decodeIfPresent([String].self, forKey: .labels) ?? [],
            within: try fields.decodeIfPresent(Int.self, forKey: .within) ?? 40,
            checkDigit: try fields.decodeIfPresent(String.self, forKey: .checkDigit)
                .map { try Self.known($0, in: fields, .checkDigit, of: id) },
            checkSkip: try fields.decodeIfPresent(Int.self, forKey: .checkSkip) ?? 0,
            normalise: try fields.decodeIfPresent([String].self, forKey: .normalise)?
                .map { try Self.known($0, in: fields, .normalise, of: id) } ?? Normalisation.allCases
        )
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, kind, pattern, labels, within, checkDigit, checkSkip, normalise
    }

    /// One of a closed list of names, or an error that gives the list.
    private static func known<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        in fields: KeyedDecodingContainer<CodingKeys>,
        _ key: CodingKeys,
        of id: String
    ) throws -> Choice {
        if let choice = Choice(rawValue: name) { return choice }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: fields,
            debugDescription: "Pattern '\(id)' names something unknown here; use one of \(names)."
        )
    }
}
