import Digest

/// Unforgeable tokens that tie a mail to its conversation: the conversation's id with a keyed hash, in letters that
/// survive every mail system's ideas about case.
public struct ThreadTokens: Sendable {
    /// What a token is for; one made for the one is worthless for the other.
    public enum Purpose: String, Sendable {
        /// An answer to this belongs to the conversation.
        case reply = "r"
        /// A bounce of this concerns one outgoing mail.
        case bounce = "b"
    }

    private static let tagLength = 10
    private let keys: [[UInt8]]

    /// Keys, the one in force first; older ones only read.
    ///
    /// A key has 32 random bytes.
    public init(keys: [[UInt8]]) {
        self.keys = keys
    }

    /// 1 letter and 42 characters of base32; nil without a key or where the id is not 16 bytes.
    public func token(_ purpose: Purpose, id: [UInt8]) -> String? {
        guard id.count == 16, let key = keys.first else { return nil }
        return purpose.rawValue + Base32.encoded(id + tag(purpose, id, key))
    }

    /// The id of a token that one of the keys made; nil for any other text.
    public func id(_ purpose: Purpose, token: some StringProtocol) -> [UInt8]? {
        guard token.utf8.count == 43, token.lowercased().hasPrefix(purpose.rawValue),
            let bytes = Base32.decoded(token.dropFirst()), bytes.count == 16 + Self.tagLength
        else { return nil }
        let (id, given) = (Array(bytes[..<16]), Array(bytes[16...]))
        return keys.contains { constantTimeEqual(tag(purpose, id, $0), given) } ? id : nil
    }

    /// `local+token@domain`; nil without a key or where the address has no domain.
    public func address(_ purpose: Purpose, id: [UInt8], mailbox: String) -> String? {
        guard let at = mailbox.lastIndex(of: "@"), let token = token(purpose, id: id) else { return nil }
        return "\(mailbox[..<at])+\(token)\(mailbox[at...])"
    }

    /// A Message-ID without brackets: what makes it unique, the token, the domain.
    public func messageID(unique: String, id: [UInt8], domain: String) -> String? {
        token(.reply, id: id).map { "\(unique).\($0)@\(domain)" }
    }

    /// The id of the token in an address or Message-ID; nil where there is none of ours.
    public func id(_ purpose: Purpose, within text: String) -> [UInt8]? {
        guard let at = text.lastIndex(of: "@") else { return nil }
        for piece in text[..<at].split(whereSeparator: { "+.=-".contains($0) }).reversed().prefix(6) {
            if let id = id(purpose, token: piece) { return id }
        }
        return nil
    }

    private func tag(_ purpose: Purpose, _ id: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(
            hmacSHA256(key: key, message: Array("aftersail mail \(purpose.rawValue)".utf8) + id).prefix(Self.tagLength)
        )
    }
}
