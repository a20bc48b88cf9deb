/// A mailbox of RFC 5322: an address and perhaps a name.
public struct Mailbox: Sendable, Equatable, Hashable {
    /// Decoded; nil where there is none.
    public let name: String?
    /// `local@domain` as written, or the bare word that stood in its place.
    public let address: String

    /// A mailbox.
    public init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }

    /// Before the last `@`, lower case.
    public var localPart: String {
        address.lastIndex(of: "@").map { address[..<$0].lowercased() } ?? address.lowercased()
    }

    /// Whether nobody reads it, as it says itself: in whole words, for people may be named Lenore Plyler.
    public var isUnread: Bool {
        let local = localPart
        guard Self.mayBeUnread(local) else { return false }
        let words = local.split { !$0.isLetter }
        if Self.roles.contains(words.joined()) { return true }
        return words.indices.contains { start in
            (1...Self.mostWords).contains { count in
                Self.refusals.contains(words[start...].prefix(count).joined())
            }
        }
    }

    /// False for nearly all: letters of ASCII in which, strung together, none of the words stands.
    private static func mayBeUnread(_ local: String) -> Bool {
        var letters: [UInt8] = []
        letters.reserveCapacity(local.utf8.count)
        for byte in local.utf8 {
            guard byte < 0x80 else { return true }
            if byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") { letters.append(byte) }
        }
        return hints.contains { hint in
            letters.indices.contains { letters[$0] == hint[0] && letters[$0...].starts(with: hint) }
        }
    }

    private static let hints = (roles.sorted() + refusals.sorted()).map { Array($0.utf8) }
    private static let roles: Set<String> = ["abuse", "root", "postmaster", "mailerdaemon", "nobody"]
    /// However they are divided into words.
    private static let refusals: Set<String> = [
        "noreply", "donotreply", "dontreply", "nichtantworten", "nepasrepondre", "neparepondre", "norespond",
        "noresponder", "noresponda",
    ]
    /// Words of the longest refusal, such as `ne-pas-repondre`.
    private static let mostWords = 3

    /// Behind the last `@`, lower case; empty where there is none.
    public var domain: String {
        address.lastIndex(of: "@").map { address[address.index(after: $0)...].lowercased() } ?? ""
    }
}
