import CLibpq

/// The one owner of a `PGresult`.
///
/// `@unchecked Sendable`: libpq never changes a result after it has handed it out, and its readers only read; the
/// memory is freed in `deinit`, when nobody can be reading.
@safe final class ResultSet: @unchecked Sendable {
    struct Column: Sendable {
        let name: String
        let type: PostgresType
    }

    enum Outcome {
        case rows, noRows, pipelineAborted, sync, error, unexpected
    }

    private let raw: OpaquePointer
    let columns: [Column]
    let count: Int

    init(taking raw: OpaquePointer) {
        unsafe self.raw = raw
        count = Int(unsafe PQntuples(raw))
        columns = unsafe (0..<PQnfields(raw)).map { index in
            let name = unsafe PQfname(raw, index).map { unsafe String(cString: $0) } ?? ""
            return unsafe Column(name: name, type: PostgresType(oid: PQftype(raw, index)))
        }
    }

    deinit {
        unsafe PQclear(raw)
    }

    var outcome: Outcome {
        switch unsafe PQresultStatus(raw) {
        case PGRES_TUPLES_OK: .rows
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .noRows
        case PGRES_PIPELINE_ABORTED: .pipelineAborted
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: .error
        default: .unexpected
        }
    }

    /// For example `COMMIT` or `INSERT 0 5`.
    var commandTag: String {
        unsafe PQcmdStatus(raw).map { unsafe String(cString: $0) } ?? ""
    }

    var affected: Int {
        unsafe PQcmdTuples(raw).flatMap { unsafe Int(String(cString: $0)) } ?? 0
    }

    /// The server's refusal; `nil` when libpq itself made the error because the connection failed.
    var rejection: PostgresError? {
        guard let state = diagnostic("C") else { return nil }
        // RevalidateCachedQuery is the only place in PostgreSQL that finds a plan outdated; its message is translated.
        if state == "0A000" && diagnostic("R") == "RevalidateCachedQuery" {
            return .rejected(state: state, message: PostgresError.stalePlanMessage, constraint: nil)
        }
        let message = diagnostic("M") ?? "no message"
        return .rejected(
            state: state,
            message: state.hasPrefix("22") ? redact(message) : message,
            constraint: diagnostic("n")
        )
    }

    /// Decodes one value; the message says what stood there instead.
    func value<T: PostgresValue>(row: Int, column name: String, as _: T.Type) throws(PostgresError) -> T {
        guard let index = columns.firstIndex(where: { $0.name == name }) else {
            let names = columns.map(\.name).joined(separator: ", ")
            throw .decoding(column: name, expected: "a column of that name; the result has \(names)")
        }
        let type = columns[index].type
        guard T.accepts(type) else { throw .decoding(column: name, expected: "\(T.postgresType), found \(type)") }
        let wire = wire(row: row, column: index, type: type)
        if let value = T.decode(wire) { return value }
        let found = wire.isNull ? "NULL" : "a \(type) that \(T.self) cannot hold"
        throw .decoding(column: name, expected: "\(T.postgresType), found \(found)")
    }

    private func wire(row: Int, column: Int, type: PostgresType) -> WireValue {
        let (row, column) = (Int32(row), Int32(column))
        if unsafe PQgetisnull(raw, row, column) != 0 { return unsafe WireValue(type: type, start: nil, count: 0) }
        let start = unsafe PQgetvalue(raw, row, column).map { UnsafeRawPointer($0) }
        return unsafe WireValue(type: type, start: start, count: Int(PQgetlength(raw, row, column)))
    }

    /// Field codes: PostgreSQL's protocol, "Error and Notice Message Fields".
    private func diagnostic(_ field: Character) -> String? {
        let code = Int32(field.asciiValue ?? 0)
        return unsafe PQresultErrorField(raw, code).map { unsafe String(cString: $0) }
    }

    /// Class 22 quotes the offending value, which may be a customer's: everything between the outer quotes goes.
    private func redact(_ message: String) -> String {
        guard let first = message.firstIndex(of: "\""), let last = message.lastIndex(of: "\""), first < last else {
            return message
        }
        return message[..<first] + "\"…\"" + message[message.index(after: last)...]
    }
}
