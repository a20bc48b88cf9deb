/// Walks over valid UTF-8 and builds values; recursion is bounded by `maxDepth`.
struct JSONScanner {
    let bytes: [UInt8]
    let maxDepth: Int
    let maxValues: Int
    private(set) var replacedNull = false
    private(set) var replacedSurrogate = false
    private var position = 0
    private var values = 0

    init(bytes: [UInt8], maxDepth: Int, maxValues: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
        self.maxValues = maxValues
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let root = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw expected("nothing may follow the value") }
        return root
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        values += 1
        guard values <= maxValues else { throw expected("there must be at most \(maxValues) values") }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
        default: throw expected("must be JSON: a value is expected")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
        try enter(depth)
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw expected("must be JSON: a name in quotes is expected") }
            let name = try string()
            guard members[name] == nil else { throw expected("every name may stand only once in an object") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw expected("must be JSON: a colon is expected") }
            members[name] = try value(depth: depth)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw expected("must be JSON: a comma or } is expected") }
        return members
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try value(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw expected("must be JSON: a comma or ] is expected") }
        return elements
    }

    private mutating func enter(_ depth: Int) throws(JSONSyntaxError) {
        guard depth <= maxDepth else { throw expected("objects and lists may be nested \(maxDepth) deep at most") }
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let letters = word.description.utf8
        guard bytes[position...].starts(with: letters) else { throw expected("must be JSON: a value is expected") }
        position += letters.count
        return value
    }
}

extension JSONScanner {
    private mutating func number() throws(JSONSyntaxError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        guard position - start <= 400 else { throw expected("numbers have at most 400 digits") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) { try exponent() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func exponent() throws(JSONSyntaxError) {
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        let start = position
        try digits()
        let value = Int(String(decoding: bytes[start..<position].prefix(10), as: UTF8.self)) ?? Int.max
        guard position - start <= 10, value <= 400 else { throw expected("exponents are at most 400") }
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw expected("must be JSON: a digit is expected") }
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if take(UInt8(ascii: "\"")) { return String(decoding: bytes[start..<position - 1], as: UTF8.self) }
        var content = Array(bytes[start..<position])
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw expected("line breaks and control characters in texts must be escaped") }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(to: &content) } else { content.append(byte) }
        }
        guard take(UInt8(ascii: "\"")) else { throw expected("must be JSON: a text has no end") }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func escape(to content: inout [UInt8]) throws(JSONSyntaxError) {
        guard let letter = current else { throw expected("must be JSON: a text has no end") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content += UTF8.encode(try scalar()) ?? UTF8.encodedReplacementCharacter
        default: throw expected("must be JSON: \\ stands before one of \" \\ / b f n r t u")
        }
    }

    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let unit = try unit()
        if unit == 0 {
            replacedNull = true
            return "\u{FFFD}"
        }
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let back = position
        if unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try self.unit()
            if (0xDC00...0xDFFF).contains(low) {
                return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
            }
        }
        position = back
        replacedSurrogate = true
        return "\u{FFFD}"
    }

    private mutating func unit() throws(JSONSyntaxError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                throw expected("must be JSON: four hexadecimal digits stand behind \\u")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func expected(_ what: String) -> JSONSyntaxError { JSONSyntaxError(what, at: position) }
}
