/// SQL with its parameters already in binary form.
struct Statement: Sendable {
    let sql: String
    let types: [UInt32]
    /// Every parameter, one behind the other, and one spare byte so that an empty value still has an address.
    let bytes: [UInt8]
    /// Where each parameter starts in `bytes`.
    let starts: [Int]
    /// Length of each parameter; −1 for NULL.
    let lengths: [Int32]

    init(_ sql: String, _ parameters: [any PostgresValue] = []) {
        var wire = WireWriter()
        var types: [UInt32] = []
        var starts: [Int] = []
        var lengths: [Int32] = []
        for parameter in parameters {
            let start = wire.bytes.count
            types.append(type(of: parameter).postgresType.oid)
            starts.append(start)
            let isNull = parameter.isNull
            if !isNull { parameter.encode(into: &wire) }
            lengths.append(isNull ? -1 : Int32(truncatingIfNeeded: wire.bytes.count - start))
        }
        wire.append(UInt8(0))
        self.sql = sql
        self.types = types
        self.starts = starts
        self.lengths = lengths
        bytes = wire.bytes
    }

    /// Lets one transaction's statements run longer than the session's limits; whole milliseconds.
    static func limits(for deadline: Duration) -> Statement {
        let limit = String(PostgresConfiguration.statementTimeout(for: deadline))
        return Statement(
            "SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true)",
            [limit]
        )
    }
}
