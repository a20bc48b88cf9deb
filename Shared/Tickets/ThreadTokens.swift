import Digest
public import FoundationEssentials

/// Unforgeable tokens in our mails, by which an answer names what it answers: an id with a keyed hash of 80 bits, in letters
/// that survive every mail system's ideas about case.
///
/// One has 43 characters: a letter for the purpose, then base32. The form stays for ever: mails live longer than releases.
public struct ThreadTokens: Sendable {
    /// What a token is for; one made for the one is worthless for the other.
    public enum Purpose: String, Sendable {
        /// An answer to this belongs to the ticket of that id.
        case reply = "r"
        /// Whoever got the notification of that id wants no more surveys.
        case noSurveys = "u"
    }

    /// Characters of a token.
    public static let length = 43
    /// Most characters before the @ of an address that a token is put into, so that 64 are not exceeded.
    public static let longestLocalPart = 64 - 1 - length

    private static let tagLength = 10
    private static let keysLimit = 8
    /// Words of a text that are tried, so that a text made of them costs little.
    private static let triesLimit = 16
    private static let textLimit = 256 << 10
    private let keys: [[UInt8]]

    /// Makes none and reads none.
    public static let none = ThreadTokens(keys: [])

    /// Keys, the one in force first; older ones only read.
    public init(keys: [[UInt8]]) {
        self.keys = keys
    }

    /// Keys as an operator sets them: one to eight of 16 bytes or more, between commas, the one in force first.
    ///
    /// Nil where that is not so.
    public init?(setting: String) {
        let keys = setting.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { key in
            Array(key.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
        }
        guard (1...Self.keysLimit).contains(keys.count), keys.allSatisfy({ $0.count >= 16 }) else { return nil }
        self.init(keys: keys)
    }

    /// Whether there is a key to make tokens with.
    public var canMake: Bool { !keys.isEmpty }

    /// A token; nil without a key.
    public func token(_ purpose: Purpose, for id: UUID) -> String? {
        guard let key = keys.first else { return nil }
        let id = bytes(of: id)
        return purpose.rawValue + Base32.encoded(id + tag(purpose, id, key))
    }

    /// `local+token@domain`; nil without a key or where the address has no domain.
    public func address(_ purpose: Purpose, for id: UUID, at mailbox: String) -> String? {
        guard let at = mailbox.lastIndex(of: "@"), let token = token(purpose, for: id) else { return nil }
        return "\(mailbox[..<at])+\(token)\(mailbox[at...])"
    }

    /// The id of the token in an address or a Message-ID; nil where there is none of ours.
    public func id(_ purpose: Purpose, within text: String) -> UUID? {
        guard !keys.isEmpty, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let pieces = text.utf8[..<at].split { Self.separators.contains($0) }
        return pieces.lazy.filter { $0.count == Self.length }.suffix(2).reversed().lazy
            .compactMap { id(purpose, token: $0) }.first
    }

    /// The ids of the tokens in a text, in their order, each once.
    ///
    /// Reads the first 256 KiB and tries at most sixteen words that look like tokens.
    public func ids(_ purpose: Purpose, in text: String) -> [UUID] {
        guard !keys.isEmpty else { return [] }
        let bytes = text.utf8.count <= Self.textLimit ? Array(text.utf8) : Array(text.utf8.prefix(Self.textLimit))
        var (found, tries, start): ([UUID], Int, Int) = ([], 0, 0)
        for index in 0...bytes.count where index == bytes.count || !Self.isWordByte(bytes[index]) {
            let word = bytes[start..<index]
            start = index + 1
            guard word.count == Self.length, word.first.map({ $0 | 0x20 }) == purpose.rawValue.utf8.first else {
                continue
            }
            if let id = id(purpose, token: word), !found.contains(id) { found.append(id) }
            tries += 1
            if tries == Self.triesLimit { break }
        }
        return found
    }

    /// An address without what looks like a token of ours behind a plus sign, so that it names the mailbox alone.
    ///
    /// Needs no key: that it was ours, nobody can tell without one.
    public static func unmarked(_ address: String) -> String {
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")),
            let plus = address.utf8[..<at].lastIndex(of: UInt8(ascii: "+"))
        else { return address }
        let word = address.utf8[address.utf8.index(after: plus)..<at]
        let isToken = word.count == length && word.allSatisfy { Base32.value($0) != nil }
        return isToken ? String(address[..<plus]) + String(address[at...]) : address
    }

    private static let separators = Array("+.=-".utf8)

    private func id(_ purpose: Purpose, token: some Collection<UInt8>) -> UUID? {
        guard token.count == Self.length, token.first.map({ $0 | 0x20 }) == purpose.rawValue.utf8.first,
            let bytes = Base32.decoded(token.dropFirst()), bytes.count == 16 + Self.tagLength
        else { return nil }
        let (id, given) = (Array(bytes[..<16]), Array(bytes[16...]))
        return keys.contains { constantTimeEqual(tag(purpose, id, $0), given) } ? uuid(of: id) : nil
    }

    private func tag(_ purpose: Purpose, _ id: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(
            hmacSHA256(key: key, message: Array("aftersail mail \(purpose.rawValue)".utf8) + id).prefix(Self.tagLength)
        )
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}

private func bytes(of id: UUID) -> [UInt8] {
    let u = id.uuid
    return [u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15]
}

/// Sixteen bytes.
private func uuid(of b: [UInt8]) -> UUID {
    UUID(uuid: (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]))
}
