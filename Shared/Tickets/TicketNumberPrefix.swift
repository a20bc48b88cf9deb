/// What stands before the eight characters of every ticket number.
public struct TicketNumberPrefix: Hashable, Sendable {
    /// The prefix as printed, in upper case.
    public let text: String
    /// Its letters and digits as compared when reading: o is 0, i and l are 1, no dashes.
    let folded: [UInt8]

    /// The prefix of an installation that chose none: `AS-`.
    public static let standard = TicketNumberPrefix(known: "AS-")

    /// A prefix of one letter and up to seven letters, digits or dashes; case does not matter.
    public init(_ text: String) throws(TicketNumberError) {
        let characters = Array(text.uppercased().utf8)
        guard (1...8).contains(characters.count), characters.allSatisfy({ $0 < 128 }),
            let first = characters.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first),
            characters.allSatisfy({ Crockford.isAlphanumeric($0) || $0 == Crockford.dash })
        else { throw .badPrefix }
        self.init(known: text.uppercased())
    }

    private init(known text: String) {
        self.text = text
        folded = text.unicodeScalars.map(Crockford.folded).filter { $0 != Crockford.dash }
    }
}
