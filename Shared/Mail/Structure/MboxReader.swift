/// The mails of an mbox file, one after the other: each begins with a line `From …` at the start or behind an empty line.
public struct MboxReader: Sendable {
    private let bytes: [UInt8]
    private var at = 0

    /// Nil where the bytes do not begin as an mbox does.
    public init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: Self.mark) else { return nil }
        self.bytes = bytes
    }

    /// The next mail without its first line, its `>From ` lines as they were written; nil at the end.
    public mutating func next() -> [UInt8]? {
        guard at < bytes.count else { return nil }
        let all = bytes[...]
        var from = Lines.line(all, at).next
        let start = from
        var mail: [UInt8] = []
        var kept = start
        var wasEmpty = false
        while from < bytes.count {
            let line = Lines.line(all, from)
            if wasEmpty, line.content.starts(with: Self.mark) { break }
            wasEmpty = line.content.isEmpty
            if line.content.first == UInt8(ascii: ">"),
                line.content.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: Self.mark)
            {
                mail += bytes[kept..<from]
                kept = from + 1
            }
            from = line.next
        }
        mail += bytes[kept..<from]
        at = from
        return mail
    }

    private static let mark = Array("From ".utf8)
}
