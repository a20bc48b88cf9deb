import FoundationEssentials

/// What a server says about a command or itself.
enum Status: Equatable {
    case ok, no, bad, bye, preauth

    init?(word: String) {
        switch word.uppercased() {
        case "OK": self = .ok
        case "NO": self = .no
        case "BAD": self = .bad
        case "BYE": self = .bye
        case "PREAUTH": self = .preauth
        default: return nil
        }
    }
}

/// A status with its machine-readable code and its words.
struct StatusText: Equatable {
    let status: Status
    /// In capitals, such as `UIDVALIDITY`; empty without a code.
    var code = ""
    var argument = ""
    var words = ""

    /// Code and words for people who read a log: printable, short.
    var shown: String {
        let text = Self.printable(words).prefix(200)
        return code.isEmpty ? String(text) : "[\(code)] \(text)"
    }

    static func printable(_ text: String) -> String {
        String(decoding: text.utf8.filter { (0x20..<0x7F).contains($0) }, as: UTF8.self)
    }
}

/// One response of a server, as far as it concerns us.
enum Response: Equatable {
    case continuation(String)
    /// Ends a command.
    case tagged(String, StatusText)
    case untagged(StatusText)
    case capability(Set<String>)
    case search([UInt32])
    case exists(Int)
    case fetch(FetchedItems)
    /// Something that we did not ask for and need not know.
    case other
}

/// What a FETCH response said.
struct FetchedItems: Equatable {
    enum Body: Equatable {
        /// It went by as a literal.
        case streamed
        /// It came as a string within the line.
        case text([UInt8])
        /// The server has none to show.
        case missing
    }

    var uid: UInt32?
    var receivedAt: Date?
    var size: Int?
    var body: Body?
}
