/// One command on its way: what is sent, and what is kept of the answer.
struct Command {
    /// What of the untagged responses belongs to it.
    enum Purpose: Equatable {
        case plain
        case examine
        case search
        case fetch(uid: UInt32, limit: Int)
        case idle
        case logout
    }

    /// For messages to people; no argument of it is shown.
    let name: String
    var purpose = Purpose.plain
    /// After the tag; each part after the first follows when the server asks for it.
    let parts: [[UInt8]]
    /// The answer to being asked for more than there is; ends a login that has failed.
    var surplus: [UInt8]?

    init(_ name: String, _ text: String? = nil, _ purpose: Purpose = .plain) {
        self.name = name
        self.purpose = purpose
        parts = [Array((text ?? name).utf8)]
    }

    init(_ name: String, parts: [[UInt8]], surplus: [UInt8]? = nil) {
        self.name = name
        self.parts = parts
        self.surplus = surplus
    }
}
