/// A block of header fields in the order they came.
public struct MailHeaders: Sendable {
    /// One field: its name as written and its value's bytes, unfolded.
    public struct Field: Sendable {
        /// As written.
        public let name: String
        /// Without line ends and outer blanks.
        public let raw: [UInt8]
    }

    /// All fields.
    public let fields: [Field]
    /// Places by lower-case name.
    private let places: [String: [Int]]

    init(_ fields: [Field]) {
        self.fields = fields
        var places: [String: [Int]] = [:]
        for (index, field) in fields.enumerated() { places[field.name.lowercased(), default: []].append(index) }
        self.places = places
    }

    /// The first field of a name, decoded; nil where there is none.
    public subscript(name: String) -> String? {
        places[name.lowercased()].map { EncodedWords.decode(fields[$0[0]].raw) }
    }

    /// Every field of a name, decoded.
    public func all(_ name: String) -> [String] {
        (places[name.lowercased()] ?? []).map { EncodedWords.decode(fields[$0].raw) }
    }

    /// Whether there is a field of this name.
    public func has(_ name: String) -> Bool { places[name.lowercased()] != nil }

    func raw(_ name: String) -> [UInt8]? { places[name.lowercased()].map { fields[$0[0]].raw } }

    func mailboxes(_ name: String, atMost limit: Int) -> [Mailbox] {
        var all: [Mailbox] = []
        for index in places[name.lowercased()] ?? [] where all.count < limit {
            all += AddressList.read(fields[index].raw, atMost: limit - all.count)
        }
        return all
    }
}
