/// A JSON text (RFC 8259) from a stranger, read within bounds.
///
/// Stricter than most readers: a name may stand only once in an object, because two readers would disagree about which
/// value counts. Kinder in one place: `\u0000` and surrogates without a partner become U+FFFD and are reported.
public struct JSONDocument: Sendable, Equatable {
    /// The value.
    public let root: JSONValue
    /// Whether some `\u0000` became U+FFFD.
    public let replacedNull: Bool
    /// Whether some surrogate without a partner became U+FFFD.
    public let replacedSurrogate: Bool

    /// Reads the whole of `bytes`, which may begin with a byte order mark.
    ///
    /// Depth counts objects and lists; numbers have at most 400 digits and an exponent of at most ±400. Throws
    /// ``JSONSyntaxError``; a retry does not help.
    public init(_ bytes: [UInt8], maxDepth: Int = 64, maxValues: Int = 100_000) throws(JSONSyntaxError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .encoding(of: bytes) }
        var scanner = JSONScanner(bytes: bytes, maxDepth: maxDepth, maxValues: maxValues)
        root = try scanner.document()
        replacedNull = scanner.replacedNull
        replacedSurrogate = scanner.replacedSurrogate
    }
}

/// Why a text is no JSON that we read; quotes nothing of it.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was expected, and where.
    public let description: String

    /// An error at a byte counted from 0.
    init(_ expectation: String, at position: Int) {
        description = "\(expectation) (byte \(position))"
    }

    private init(_ description: String) { self.description = description }

    static func encoding(of bytes: [UInt8]) -> JSONSyntaxError {
        let start = bytes.prefix(2)
        if start == [0x1F, 0x8B] { return JSONSyntaxError("must be plain UTF-8; this looks compressed") }
        if start == [0xFF, 0xFE] || start == [0xFE, 0xFF] || bytes.prefix(4).contains(0) {
            return JSONSyntaxError("must be UTF-8; this looks like UTF-16 or UTF-32")
        }
        return JSONSyntaxError("must be UTF-8; these bytes are in another encoding or cut off")
    }
}
