/// W3C trace context (https://www.w3.org/TR/trace-context/, `traceparent` version 00).
public struct TraceContext: Sendable, Equatable {
    /// 32 lower-case hexadecimal digits.
    public let traceID: String
    /// 16 lower-case hexadecimal digits: the span that caused this.
    public let spanID: String

    /// A trace that begins here.
    public static func begin() -> TraceContext {
        var random = RandomWords()
        return TraceContext(traceID: hex(random.next()) + hex(random.next() | 1), spanID: hex(random.next() | 1))
    }

    /// The context in a `traceparent` header; `nil` when it is malformed or all zero.
    public init?(header: String) {
        let bytes = Array(header.utf8)
        let dash = UInt8(ascii: "-")
        // Later versions may append more.
        guard bytes.count == 55 || bytes.count > 55 && bytes[55] == dash,
            bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            Self.isHex(bytes[..<2]), bytes[..<2] != [0x66, 0x66], Self.isHex(bytes[53..<55]),
            Self.isID(bytes[3..<35]), Self.isID(bytes[36..<52])
        else { return nil }
        traceID = String(decoding: bytes[3..<35], as: UTF8.self)
        spanID = String(decoding: bytes[36..<52], as: UTF8.self)
    }

    private init(traceID: String, spanID: String) {
        self.traceID = traceID
        self.spanID = spanID
    }

    /// The same trace with a new span: what a message caused by this one carries.
    public func child() -> TraceContext {
        var random = RandomWords()
        return TraceContext(traceID: traceID, spanID: Self.hex(random.next() | 1))
    }

    /// Value of the `traceparent` header.
    public var header: String { "00-\(traceID)-\(spanID)-01" }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return digits.utf8.count == 16 ? digits : String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static func isHex(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// Hexadecimal, and not all zero.
    private static func isID(_ bytes: ArraySlice<UInt8>) -> Bool {
        isHex(bytes) && bytes.contains { $0 != UInt8(ascii: "0") }
    }
}
