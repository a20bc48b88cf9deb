/// W3C trace context (https://www.w3.org/TR/trace-context/, `traceparent` version 00).
public struct TraceContext: Sendable, Equatable {
    /// 32 lower-case hexadecimal digits.
    public let traceID: String
    /// 16 lower-case hexadecimal digits: the span that caused this.
    public let spanID: String

    /// A trace that begins here.
    public static func begin() -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return TraceContext(traceID: hex(random.next()) + hex(random.next() | 1), spanID: hex(random.next() | 1))
    }

    /// The context in a `traceparent` header; `nil` when it is malformed or all zero.
    public init?(header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", Self.isHex(parts[0], 2),
            Self.isHex(parts[1], 32), Self.isHex(parts[2], 16), parts[1].contains(where: { $0 != "0" }),
            parts[2].contains(where: { $0 != "0" })
        else { return nil }
        traceID = String(parts[1])
        spanID = String(parts[2])
    }

    private init(traceID: String, spanID: String) {
        self.traceID = traceID
        self.spanID = spanID
    }

    /// The same trace with a new span: what a message caused by this one carries.
    public func child() -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return TraceContext(traceID: traceID, spanID: Self.hex(random.next() | 1))
    }

    /// Value of the `traceparent` header.
    public var header: String { "00-\(traceID)-\(spanID)-01" }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func isHex(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
