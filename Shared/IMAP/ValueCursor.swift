/// A value within a response (RFC 3501 section 4).
enum Value: Equatable {
    case atom(String)
    case string([UInt8])
    case list([Value])
    /// Where the mail was.
    case body

    var atom: String? {
        guard case .atom(let text) = self else { return nil }
        return text
    }

    /// The bytes of a string, or of an atom.
    var bytes: [UInt8]? {
        switch self {
        case .atom(let text): Array(text.utf8)
        case .string(let bytes): bytes
        case .list, .body: nil
        }
    }
}

/// Walks over the pieces of a response, value by value.
struct ValueCursor {
    /// No answer to our questions lies deeper; without a bound a server could exhaust the stack.
    private static let mostDepth = 16
    private let pieces: [ResponseReader.Piece]
    private var index = 0
    private var offset = 0

    init(_ pieces: [ResponseReader.Piece]) {
        self.pieces = pieces
    }

    /// The next word of the text, up to a blank.
    mutating func word() -> String? {
        guard case .text(let text)? = piece else { return nil }
        let word = text[offset...].prefix { $0 != UInt8(ascii: " ") }
        guard !word.isEmpty else { return nil }
        offset = min(text.count, word.endIndex + 1)
        return String(decoding: word, as: UTF8.self)
    }

    /// What is left of this piece of text.
    mutating func rest() -> String {
        guard case .text(let text)? = piece else { return "" }
        defer { offset = text.count }
        return String(decoding: text[offset...], as: UTF8.self)
    }

    /// The next value; `nil` when there is none or it does not end.
    mutating func value() -> Value? {
        value(depth: 0)
    }

    private var piece: ResponseReader.Piece? { index < pieces.count ? pieces[index] : nil }

    private mutating func value(depth: Int) -> Value? {
        guard depth < Self.mostDepth else { return nil }
        while let piece {
            switch piece {
            case .literal(let bytes):
                leave()
                return .string(bytes)
            case .body:
                leave()
                return .body
            case .text(let text):
                offset = text[offset...].firstIndex { $0 != UInt8(ascii: " ") } ?? text.count
                guard offset < text.count else {
                    leave()
                    continue
                }
                return value(in: text, depth)
            }
        }
        return nil
    }

    private mutating func leave() {
        index += 1
        offset = 0
    }

    private mutating func value(in text: [UInt8], _ depth: Int) -> Value? {
        switch text[offset] {
        case UInt8(ascii: "("):
            offset += 1
            return list(depth)
        case UInt8(ascii: "\""):
            offset += 1
            return quoted(text)
        case UInt8(ascii: ")"): return nil
        default: return atom(text)
        }
    }

    private mutating func list(_ depth: Int) -> Value? {
        var values: [Value] = []
        while true {
            if takesEnd() { return .list(values) }
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        }
    }

    private mutating func takesEnd() -> Bool {
        while case .text(let text)? = piece {
            offset = text[offset...].firstIndex { $0 != UInt8(ascii: " ") } ?? text.count
            guard offset == text.count else {
                guard text[offset] == UInt8(ascii: ")") else { return false }
                offset += 1
                return true
            }
            guard index + 1 < pieces.count else { return false }
            leave()
        }
        return false
    }

    private mutating func quoted(_ text: [UInt8]) -> Value? {
        var bytes: [UInt8] = []
        while offset < text.count {
            let byte = text[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return .string(bytes)
            case UInt8(ascii: "\\"):
                guard offset < text.count else { return nil }
                bytes.append(text[offset])
                offset += 1
            default: bytes.append(byte)
            }
        }
        return nil
    }

    /// Flags may hold a bracket that nothing closes.
    private static func hasSections(_ name: ArraySlice<UInt8>) -> Bool {
        ["BODY", "BINARY"].contains(String(decoding: name, as: UTF8.self).uppercased())
    }

    /// Up to a blank or bracket; a section such as `BODY[HEADER.FIELDS (FROM)]` belongs to it.
    private mutating func atom(_ text: [UInt8]) -> Value {
        let start = offset
        var isInSection = false
        while offset < text.count {
            let byte = text[offset]
            if byte == UInt8(ascii: "["), Self.hasSections(text[start..<offset]) { isInSection = true }
            if byte == UInt8(ascii: "]") { isInSection = false }
            let ends = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
            guard isInSection || !ends else { break }
            offset += 1
        }
        return .atom(String(decoding: text[start..<offset], as: UTF8.self))
    }
}
