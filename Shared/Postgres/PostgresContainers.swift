extension Optional: PostgresValue where Wrapped: PostgresValue {
    /// The wrapped type.
    public static var postgresType: PostgresType { Wrapped.postgresType }
    /// What the wrapped type accepts.
    public static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }
    /// `nil`, or a wrapped NULL.
    public var isNull: Bool { self?.isNull ?? true }
    /// The wrapped value's form.
    public func encode(into wire: inout WireWriter) { self?.encode(into: &wire) }
    /// NULL is `nil`.
    public static func decode(_ wire: borrowing WireValue) -> Wrapped?? {
        guard !wire.isNull else { return .some(nil) }
        return Wrapped.decode(wire).map { .some($0) }
    }
    /// NULL is `nil`.
    public static func value(_ column: String, of row: Row) throws(PostgresError) -> Wrapped? {
        try Wrapped.optionalValue(column, of: row)
    }
}

extension Optional: PostgresElement where Wrapped: PostgresElement {
    /// The wrapped type's array.
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

extension Array: PostgresValue where Element: PostgresElement {
    /// The element's array type.
    public static var postgresType: PostgresType { Element.postgresArrayType }
    /// Arrays over anything the element accepts.
    public static func accepts(_ type: PostgresType) -> Bool { type.element.map(Element.accepts) ?? false }
    /// One dimension, lower bound 1.
    public func encode(into wire: inout WireWriter) { Element.encodeArray(self, into: &wire) }
    /// One dimension, any lower bound.
    public static func decode(_ wire: borrowing WireValue) -> [Element]? { Element.decodeArray(wire) }
}

// Binary arrays: dimensions, has-nulls flag, element OID, then per dimension length and lower bound, then the
// elements, each behind its length, −1 for NULL (PostgreSQL's `array_send`).
extension PostgresElement {
    /// One dimension, lower bound 1; an empty array has no dimension.
    public static func encodeArray(_ elements: [Self], into wire: inout WireWriter) {
        wire.append(Int32(elements.isEmpty ? 0 : 1))
        let flag = wire.bytes.count
        wire.append(Int32(0))
        wire.append(postgresType.oid)
        guard !elements.isEmpty else { return }
        wire.append(Int32(truncatingIfNeeded: elements.count))
        wire.append(Int32(1))
        var hasNulls = false
        for element in elements {
            if element.isNull {
                wire.append(Int32(-1))
                hasNulls = true
            } else {
                wire.appendCounted { element.encode(into: &$0) }
            }
        }
        if hasNulls { wire.overwrite(1, at: flag) }
    }

    /// Refuses more than one dimension, and a NULL that `Self` cannot hold.
    public static func decodeArray(_ wire: borrowing WireValue) -> [Self]? {
        guard let dimensions: Int32 = wire.number(at: 0), let oid: UInt32 = wire.number(at: 8) else { return nil }
        guard dimensions != 0 else { return [] }
        guard dimensions == 1, let count: Int32 = wire.number(at: 12), count >= 0 else { return nil }
        let type = PostgresType(oid: oid)
        var elements: [Self] = []
        elements.reserveCapacity(min(Int(count), wire.count / 4))
        var offset = 20
        for _ in 0..<count {
            guard let length: Int32 = wire.number(at: offset) else { return nil }
            guard let element = element(of: wire, type: type, at: offset + 4, length: Int(length)) else { return nil }
            elements.append(element)
            offset += 4 + max(0, Int(length))
        }
        return elements
    }

    private static func element(
        of wire: borrowing WireValue,
        type: PostgresType,
        at offset: Int,
        length: Int
    ) -> Self? {
        if length < 0 { return unsafe decode(WireValue(type: type, start: nil, count: 0)) }
        return wire.part(type, at: offset, count: length) { decode($0) }
    }
}
