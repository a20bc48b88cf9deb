/// Cuts what a server says into responses (RFC 3501 section 2.2.2); pure.
///
/// The bytes of a mail go by piece by piece and are never kept here; everything else is bounded.
struct ResponseReader {
    /// A part of a response, which literals cut in pieces.
    enum Piece: Equatable {
        case text([UInt8])
        case literal([UInt8])
        /// Where the mail was.
        case body
    }

    enum Result: Equatable {
        case response([Piece])
        /// A mail of so many bytes follows.
        case bodyBegins(Int)
        case body(ArraySlice<UInt8>)
        case incomplete
        /// Not IMAP, or longer than any honest response.
        case garbage(String)
    }

    private enum Mode {
        case line
        case literal(left: Int)
        case body(left: Int)
    }

    /// A SEARCH over a million mails is one line.
    static let mostLineBytes = 16 * 1_048_576
    static let mostLiteralBytes = 65_536
    /// No mail is as long.
    static let mostBodyBytes = 1 << 32
    private static let lineFeed = UInt8(ascii: "\n")

    private var input: ArraySlice<UInt8> = []
    /// Bytes at the beginning of the input that hold no line end.
    private var scanned = 0
    private var pieces: [Piece] = []
    private var literal: [UInt8] = []
    private var size = 0
    private var mode = Mode.line

    mutating func append(_ bytes: [UInt8]) {
        if input.isEmpty { input = bytes[...] } else { input += bytes }
    }

    mutating func next() -> Result {
        while true {
            let result: Result? =
                switch mode {
                case .line: readLine()
                case .literal(let left): readLiteral(left)
                case .body(let left): readBody(left)
                }
            if let result { return result }
        }
    }

    private mutating func readLine() -> Result? {
        guard let end = input.dropFirst(scanned).firstIndex(of: Self.lineFeed) else {
            scanned = input.count
            let isTooLong = size + input.count > Self.mostLineBytes
            return isTooLong ? .garbage("a line is longer than \(Self.mostLineBytes) bytes") : .incomplete
        }
        var line = input[..<end]
        input = input[(end + 1)...]
        scanned = 0
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        size += line.count
        guard size <= Self.mostLineBytes else {
            return .garbage("a line is longer than \(Self.mostLineBytes) bytes")
        }
        return finish(line)
    }

    private mutating func finish(_ line: ArraySlice<UInt8>) -> Result? {
        let isWords = pieces.isEmpty && Self.isWords(line)
        guard !isWords, let announced = Announcement(endOf: line) else {
            let response = pieces + [.text(Array(line))]
            pieces = []
            size = 0
            return .response(response)
        }
        pieces.append(.text(Array(announced.before)))
        guard announced.isBody else {
            guard announced.size <= Self.mostLiteralBytes else {
                return .garbage("a literal that is no mail is longer than \(Self.mostLiteralBytes) bytes")
            }
            mode = .literal(left: announced.size)
            return nil
        }
        guard announced.size <= Self.mostBodyBytes else {
            return .garbage("a mail is announced with more than 4 GiB")
        }
        mode = .body(left: announced.size)
        return .bodyBegins(announced.size)
    }

    private mutating func readLiteral(_ left: Int) -> Result? {
        let part = input.prefix(left)
        input = input.dropFirst(part.count)
        literal += part
        size += part.count
        guard part.count == left else {
            mode = .literal(left: left - part.count)
            return .incomplete
        }
        pieces.append(.literal(literal))
        literal = []
        mode = .line
        return size > Self.mostLineBytes ? .garbage("a line is longer than \(Self.mostLineBytes) bytes") : nil
    }

    private mutating func readBody(_ left: Int) -> Result? {
        guard left > 0 else {
            pieces.append(.body)
            mode = .line
            return nil
        }
        let part = input.prefix(left)
        guard !part.isEmpty else { return .incomplete }
        input = input.dropFirst(part.count)
        mode = .body(left: left - part.count)
        return .body(part)
    }

    /// Whether the line ends in words for people, in which braces mean nothing.
    private static func isWords(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == UInt8(ascii: "+") { return true }
        let head = line.prefix(80).split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard head.count > 1 else { return false }
        return Status(word: String(decoding: head[1], as: UTF8.self)) != nil
    }
}

/// `{123}` at the end of a line: so many bytes follow.
private struct Announcement {
    let before: ArraySlice<UInt8>
    let size: Int

    init?(endOf line: ArraySlice<UInt8>) {
        guard line.last == UInt8(ascii: "}"), let open = line.suffix(40).lastIndex(of: UInt8(ascii: "{")) else {
            return nil
        }
        var digits = line[(open + 1)...].dropLast()
        if digits.last == UInt8(ascii: "+") { digits.removeLast() }
        let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber else { return nil }
        // A number that no Int holds is refused by its size.
        size = Int(String(decoding: digits, as: UTF8.self)) ?? .max
        var before = line[..<open]
        if before.last == UInt8(ascii: "~") { before.removeLast() }
        self.before = before
    }

    /// Whether the literal is the mail that `BODY.PEEK[]` asked for.
    var isBody: Bool {
        let end = String(decoding: before.suffix(24), as: UTF8.self).uppercased()
        guard let item = end.split(whereSeparator: { $0 == " " || $0 == "(" }).last, end.hasSuffix(" ") else {
            return false
        }
        return item == "BODY[]" || item.hasPrefix("BODY[]<")
    }
}
