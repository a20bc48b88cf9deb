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

    /// Whether nobody reads it, as it says itself.
    public var isUnread: Bool {
        let local = localPart.filter { $0.isLetter }
        return [
            "noreply", "donotreply", "nichtantworten", "neparepondre", "norespond", "nepasrepondre", "noresponder",
        ]
        .contains { local.contains($0) } || ["abuse", "root", "postmaster", "mailerdaemon", "nobody"].contains(local)
    }

    /// Behind the last `@`, lower case; empty where there is none.
    public var domain: String {
        address.lastIndex(of: "@").map { address[address.index(after: $0)...].lowercased() } ?? ""
    }
}
