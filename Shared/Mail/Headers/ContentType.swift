/// A media type and its parameters (RFC 2045, continued and encoded ones of RFC 2231 included).
public struct ContentType: Sendable, Equatable {
    /// `type/subtype`, lower case.
    public let mediaType: String
    /// Decoded values by lower-case name.
    public let parameters: [String: String]

    static let plain = ContentType(mediaType: "text/plain", parameters: [:])

    /// Before the slash.
    public var type: Substring { mediaType.prefix { $0 != "/" } }

    init(mediaType: String, parameters: [String: String]) {
        self.mediaType = mediaType
        self.parameters = parameters
    }

    /// Nil where the value begins with no media type.
    init?(_ raw: [UInt8]) {
        let (word, parameters) = Self.split(raw)
        let parts = word.split(separator: "/")
        guard parts.count == 2, parts[0].allSatisfy(\.isASCII) else { return nil }
        mediaType = word.lowercased().filter { $0 != " " }
        self.parameters = parameters
    }

    /// The first word of a value and the parameters behind it.
    static func split(_ raw: [UInt8]) -> (word: String, parameters: [String: String]) {
        var pieces: [ArraySlice<UInt8>] = []
        var (isQuoted, from, at) = (false, 0, 0)
        while at < raw.count, pieces.count < 100 {
            if raw[at] == UInt8(ascii: "\\"), isQuoted {
                at += 1
            } else if raw[at] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if raw[at] == UInt8(ascii: ";"), !isQuoted {
                pieces.append(raw[from..<at])
                from = at + 1
            }
            at += 1
        }
        if from < raw.count { pieces.append(raw[from...]) }
        let word = pieces.first.map { String(decoding: Lines.trimmed(Array($0)), as: UTF8.self) } ?? ""
        return (String(word.prefix { !$0.isWhitespace }), joined(pieces.dropFirst()))
    }

    private static func joined(_ pieces: ArraySlice<ArraySlice<UInt8>>) -> [String: String] {
        var plain: [String: String] = [:]
        var continued: [String: [(order: Int, bytes: [UInt8], isEncoded: Bool)]] = [:]
        for piece in pieces {
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: Lines.trimmed(Array(piece[..<equals])), as: UTF8.self).lowercased()
            let value = unquoted(Lines.trimmed(Array(piece[(equals + 1)...])))
            let marks = name.split(separator: "*", omittingEmptySubsequences: false)
            if marks.count == 1 {
                if plain[name] == nil { plain[name] = EncodedWords.decode(value) }
            } else {
                let order = Int(marks[1]) ?? 0
                continued[String(marks[0]), default: []].append((order, value, marks.last == ""))
            }
        }
        for (name, parts) in continued { plain[name] = decoded(parts.sorted { $0.order < $1.order }) }
        return plain
    }

    private static func unquoted(_ value: [UInt8]) -> [UInt8] {
        guard value.first == UInt8(ascii: "\"") else { return value }
        var out: [UInt8] = []
        var at = 1
        while at < value.count, value[at] != UInt8(ascii: "\"") {
            // Paths of Windows stand unescaped: only quote and backslash are taken for escaped.
            if value[at] == UInt8(ascii: "\\"), at + 1 < value.count, [0x22, 0x5C].contains(value[at + 1]) { at += 1 }
            out.append(value[at])
            at += 1
        }
        return out
    }

    private static func decoded(_ parts: [(order: Int, bytes: [UInt8], isEncoded: Bool)]) -> String {
        var charset: String?
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            var value = part.bytes[...]
            if part.isEncoded, index == 0 {
                let marks = value.indices.filter { value[$0] == UInt8(ascii: "'") }
                if marks.count >= 2 {
                    charset = String(decoding: value[..<marks[0]], as: UTF8.self)
                    value = value[(marks[1] + 1)...]
                }
            }
            bytes += part.isEncoded ? percentDecoded(value) : Array(value)
        }
        if charset == nil, bytes.starts(with: "=?".utf8) { return EncodedWords.decode(bytes) }
        return Lines.oneLine(Charset.decode(bytes[...], label: charset).text)
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.endIndex,
                let high = QuotedPrintable.nibble(bytes[at + 1]),
                let low = QuotedPrintable.nibble(bytes[at + 2])
            {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return out
    }
}
