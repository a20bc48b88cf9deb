/// A ticket's public number: prefix, seven characters, one check character, such as `AS-4Q7ZK0XM`.
///
/// The seven characters are Crockford base32 over a keyed permutation of the sequence, so that neighbours look unrelated
/// and nobody reads the volume of business out of two numbers. The check character catches every single wrong
/// character and every exchange of two characters, see ``init(_:key:prefix:)``.
public struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
    /// The prefix in front of the eight characters.
    public let prefix: TicketNumberPrefix
    /// The 35 bits behind the first seven characters.
    let scrambled: UInt64

    /// How many numbers there are: 2^35, about 34 thousand million.
    public static let capacity: Int64 = 1 << 35

    /// The number of one place in the sequence.
    ///
    /// `sequence` is 0 ..< 2^35; throws ``TicketNumberError/outOfRange(_:)`` otherwise, and a retry does not help.
    public init(
        _ sequence: Int64,
        key: TicketNumberKey,
        prefix: TicketNumberPrefix = .standard
    ) throws(TicketNumberError) {
        guard (0..<Self.capacity).contains(sequence) else { throw .outOfRange(sequence) }
        self.prefix = prefix
        scrambled = key.permutation.scramble(UInt64(sequence))
    }

    init(prefix: TicketNumberPrefix, scrambled: UInt64) {
        self.prefix = prefix
        self.scrambled = scrambled
    }

    /// The place in the sequence this number was made from, if made with this key.
    public func sequence(key: TicketNumberKey) -> Int64 {
        Int64(key.permutation.unscramble(scrambled))
    }

    /// The number as printed and stored.
    public var description: String { prefix.text + code }

    /// The eight characters behind the prefix.
    public var code: String {
        let symbols = Self.symbols(of: scrambled)
        return String((symbols + [CheckCharacter.symbol(for: symbols)]).map(Crockford.character))
    }

    static func symbols(of value: UInt64) -> [UInt8] {
        (0..<7).map { UInt8(value >> UInt64(5 * (6 - $0)) & 31) }
    }
}

extension TicketNumber: Codable {
    /// Reads the number from its printed form; the prefix is whatever stands before the last eight characters.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try Self.parse(text, prefix: TicketNumberPrefix(String(text.dropLast(8))))
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }

    /// Writes the printed form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
