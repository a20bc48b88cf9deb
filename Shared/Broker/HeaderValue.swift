public import FoundationEssentials

/// A value in a message header or in the arguments of a queue.
public enum HeaderValue: Sendable, Equatable {
    /// UTF-8 text.
    case string(String)
    /// Any whole number of the wire, widened to 64 bits.
    case int(Int64)
    /// True or false.
    case bool(Bool)
    /// Bytes without meaning to the broker.
    case bytes([UInt8])
    /// Floating point.
    case double(Double)
    /// A moment, to the second.
    case timestamp(Date)
    /// Nested fields.
    case table([String: HeaderValue])
    /// Nested values.
    case array([HeaderValue])
    /// Present, without a value.
    case null

    /// Deepest nesting that is published: librabbitmq 0.11 decodes tables by recursion without a bound.
    static let maxDepth = 16

    var depth: Int {
        switch self {
        case .table(let fields): 1 + (fields.values.map(\.depth).max() ?? 0)
        case .array(let values): 1 + (values.map(\.depth).max() ?? 0)
        default: 0
        }
    }

    /// Bytes on the wire, with the type octet.
    var encodedSize: Int {
        switch self {
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        case .int, .double, .timestamp: 9
        case .bool: 2
        case .table(let fields): 1 + Self.encodedSize(fields)
        case .array(let values): 5 + values.reduce(0) { $0 + $1.encodedSize }
        case .null: 1
        }
    }

    /// Bytes of a table on the wire, with its length.
    static func encodedSize(_ fields: [String: HeaderValue]) -> Int {
        fields.reduce(4) { $0 + 1 + $1.key.utf8.count + $1.value.encodedSize }
    }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
