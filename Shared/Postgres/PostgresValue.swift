/// A Swift value with a binary form in PostgreSQL's protocol.
public protocol PostgresValue: Sendable {
    /// Type the value is sent as.
    static var postgresType: PostgresType { get }

    /// Whether a column of this type (an OID) can be read as `Self`.
    static func accepts(_ type: PostgresType) -> Bool

    /// NULL is sent instead of the encoded bytes. `false` unless the type says otherwise.
    var isNull: Bool { get }

    /// Appends the binary form; not called for NULL.
    func encode(into wire: inout WireWriter)

    /// Reads the binary form; `nil` when the bytes are not a `Self`, NULL included.
    static func decode(_ wire: borrowing WireValue) -> Self?

    /// Reads a column; the default serves every type and exists per type so that it is fast.
    static func value(_ column: String, of row: Row) throws(PostgresError) -> Self

    /// Reads a column that may be NULL; the default serves every type and exists per type so that it is fast.
    static func optionalValue(_ column: String, of row: Row) throws(PostgresError) -> Self?
}

extension PostgresValue {
    /// Most types are never NULL.
    public var isNull: Bool { false }

    /// The very type the value is sent as.
    public static func accepts(_ type: PostgresType) -> Bool { type == postgresType }

    /// Throws `PostgresError.decoding`.
    public static func value(_ column: String, of row: Row) throws(PostgresError) -> Self {
        try row.result.value(row: row.index, column: column, as: Self.self)
    }

    /// Throws `PostgresError.decoding`.
    public static func optionalValue(_ column: String, of row: Row) throws(PostgresError) -> Self? {
        try row.result.value(row: row.index, column: column, as: Self?.self)
    }
}

/// A value that can be an element of an array: everything but arrays.
///
/// An enumeration over strings or whole numbers needs no code: `enum Lane: String, PostgresElement`.
public protocol PostgresElement: PostgresValue {
    /// Type of an array of these.
    static var postgresArrayType: PostgresType { get }

    /// Appends a one-dimensional array; the default serves every type and exists per type so that it is fast.
    static func encodeArray(_ elements: [Self], into wire: inout WireWriter)

    /// Reads a one-dimensional array; `nil` when the bytes are no such thing.
    static func decodeArray(_ wire: borrowing WireValue) -> [Self]?
}

extension PostgresElement where Self: RawRepresentable, RawValue: PostgresElement {
    /// The raw value's type.
    public static var postgresType: PostgresType { RawValue.postgresType }
    /// The raw value's array type.
    public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
    /// What the raw value accepts.
    public static func accepts(_ type: PostgresType) -> Bool { RawValue.accepts(type) }
    /// The raw value's form.
    public func encode(into wire: inout WireWriter) { rawValue.encode(into: &wire) }
    /// `nil` also for a raw value without a case.
    public static func decode(_ wire: borrowing WireValue) -> Self? {
        RawValue.decode(wire).flatMap(Self.init(rawValue:))
    }
}
