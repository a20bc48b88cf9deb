/// Cuts what a relay says into replies (RFC 5321 section 4.2); pure.
struct ReplyReader {
    enum Result: Equatable {
        case reply(SMTPReply)
        case incomplete
        /// Not SMTP, or longer than any honest reply.
        case garbage
    }

    private static let mostBytes = 65_536
    private var pending: [UInt8] = []
    private var lines: [String] = []
    private var size = 0

    /// Whether part of a reply has arrived.
    var hasPart: Bool { !pending.isEmpty || !lines.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        pending += bytes
    }

    mutating func next() -> Result {
        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(pending[..<end])
            pending.removeFirst(end + 1)
            size += line.count
            guard let (code, isLast) = Self.head(of: line), size <= Self.mostBytes else { return .garbage }
            lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
            guard isLast else { continue }
            let text = lines.joined(separator: " ")
            lines = []
            size = 0
            return .reply(SMTPReply(code: code, text: text))
        }
        return pending.count > Self.mostBytes ? .garbage : .incomplete
    }

    private static func head(of line: [UInt8]) -> (code: Int, isLast: Bool)? {
        guard let code = Int(String(decoding: line.prefix(3), as: UTF8.self)), (200..<600).contains(code) else {
            return nil
        }
        guard line.count > 3 else { return (code, true) }
        switch line[3] {
        case UInt8(ascii: "-"): return (code, false)
        case UInt8(ascii: " "), UInt8(ascii: "\r"): return (code, true)
        default: return nil
        }
    }
}
