/// A type of the server, by its fixed OID (PostgreSQL's `pg_type.dat`).
public struct PostgresType: Sendable, Hashable {
    /// The OID itself.
    public let oid: UInt32

    /// Names a type by OID.
    public init(oid: UInt32) {
        self.oid = oid
    }
}

extension PostgresType {
    static let bool = PostgresType(oid: 16)
    static let bytea = PostgresType(oid: 17)
    static let name = PostgresType(oid: 19)
    static let int8 = PostgresType(oid: 20)
    static let int2 = PostgresType(oid: 21)
    static let int4 = PostgresType(oid: 23)
    static let text = PostgresType(oid: 25)
    static let oid = PostgresType(oid: 26)
    static let json = PostgresType(oid: 114)
    static let float4 = PostgresType(oid: 700)
    static let float8 = PostgresType(oid: 701)
    static let bpchar = PostgresType(oid: 1042)
    static let varchar = PostgresType(oid: 1043)
    static let date = PostgresType(oid: 1082)
    static let timestamptz = PostgresType(oid: 1184)
    static let uuid = PostgresType(oid: 2950)
    static let jsonb = PostgresType(oid: 3802)

    private static let known: [PostgresType: (name: String, array: UInt32)] = [
        .bool: ("bool", 1000), .bytea: ("bytea", 1001), .name: ("name", 1003), .int8: ("int8", 1016),
        .int2: ("int2", 1005), .int4: ("int4", 1007), .text: ("text", 1009), .oid: ("oid", 1028),
        .json: ("json", 199), .float4: ("float4", 1021), .float8: ("float8", 1022), .bpchar: ("bpchar", 1014),
        .varchar: ("varchar", 1015), .date: ("date", 1182), .timestamptz: ("timestamptz", 1185),
        .uuid: ("uuid", 2951), .jsonb: ("jsonb", 3807),
    ]

    private static let elements = Dictionary(
        uniqueKeysWithValues: known.map { (PostgresType(oid: $0.value.array), $0.key) }
    )

    /// Array type over this one; itself if there is none we know.
    var array: PostgresType { Self.known[self].map { PostgresType(oid: $0.array) } ?? self }

    /// Element type, if this is an array type we know.
    var element: PostgresType? { Self.elements[self] }
}

extension PostgresType: CustomStringConvertible {
    /// The server's name of the type, or its OID.
    public var description: String {
        if let element { return "\(element)[]" }
        return Self.known[self]?.name ?? "type \(oid)"
    }
}
