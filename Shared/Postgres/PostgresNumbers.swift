extension Bool: PostgresElement {
    /// `bool`.
    public static var postgresType: PostgresType { .bool }
    /// `bool[]`.
    public static var postgresArrayType: PostgresType { .bool.array }
    /// One byte.
    public func encode(into wire: inout WireWriter) { wire.append(UInt8(self ? 1 : 0)) }
    /// One byte.
    public static func decode(_ wire: borrowing WireValue) -> Bool? { wire.number(UInt8.self).map { $0 != 0 } }
}

extension Int16: PostgresElement {
    /// `int2`.
    public static var postgresType: PostgresType { .int2 }
    /// `int2[]`.
    public static var postgresArrayType: PostgresType { .int2.array }
    /// Two bytes.
    public func encode(into wire: inout WireWriter) { wire.append(self) }
    /// Two bytes.
    public static func decode(_ wire: borrowing WireValue) -> Int16? { wire.number() }
}

extension Int32: PostgresElement {
    /// `int4`.
    public static var postgresType: PostgresType { .int4 }
    /// `int4[]`.
    public static var postgresArrayType: PostgresType { .int4.array }
    /// `int4` and the narrower `int2`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int4 || type == .int2 }
    /// Four bytes.
    public func encode(into wire: inout WireWriter) { wire.append(self) }
    /// Widens.
    public static func decode(_ wire: borrowing WireValue) -> Int32? {
        wire.wholeNumber().flatMap(Int32.init(exactly:))
    }
}

extension Int64: PostgresElement {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }
    /// `int8[]`.
    public static var postgresArrayType: PostgresType { .int8.array }
    /// Every whole number.
    public static func accepts(_ type: PostgresType) -> Bool { type.isWholeNumber }
    /// Eight bytes.
    public func encode(into wire: inout WireWriter) { wire.append(self) }
    /// Widens.
    public static func decode(_ wire: borrowing WireValue) -> Int64? { wire.wholeNumber() }
}

extension Int: PostgresElement {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }
    /// `int8[]`.
    public static var postgresArrayType: PostgresType { .int8.array }
    /// Every whole number.
    public static func accepts(_ type: PostgresType) -> Bool { type.isWholeNumber }
    /// Eight bytes.
    public func encode(into wire: inout WireWriter) { wire.append(Int64(self)) }
    /// Widens.
    public static func decode(_ wire: borrowing WireValue) -> Int? { wire.wholeNumber().map { Int($0) } }
}

extension Double: PostgresElement {
    /// `float8`.
    public static var postgresType: PostgresType { .float8 }
    /// `float8[]`.
    public static var postgresArrayType: PostgresType { .float8.array }
    /// Both floating-point types; `numeric` needs a cast in the statement.
    public static func accepts(_ type: PostgresType) -> Bool { type == .float8 || type == .float4 }
    /// Eight bytes, IEEE 754.
    public func encode(into wire: inout WireWriter) { wire.append(bitPattern) }
    /// Widens.
    public static func decode(_ wire: borrowing WireValue) -> Double? {
        if wire.type == .float4 { return wire.number().map { Double(Float(bitPattern: $0)) } }
        return wire.number().map { Double(bitPattern: $0) }
    }
}

extension PostgresType {
    fileprivate var isWholeNumber: Bool { self == .int8 || self == .int4 || self == .int2 || self == .oid }
}

extension WireValue {
    fileprivate func wholeNumber() -> Int64? {
        switch type {
        case .int8: number(Int64.self)
        case .int4: number(Int32.self).map(Int64.init)
        case .int2: number(Int16.self).map(Int64.init)
        case .oid: number(UInt32.self).map(Int64.init)
        default: nil
        }
    }
}
