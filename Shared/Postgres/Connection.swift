import CLibpq
import Glibc

/// The one owner of a `PGconn`, in non-blocking mode; belongs to one thread, its link's.
@safe final class Connection {
    enum Poll {
        case reading, writing, up, failed
    }

    private let raw: OpaquePointer

    /// Starts to connect.
    ///
    /// Resolves the host name here and now, on the caller's thread: libpq offers no other way.
    init(_ configuration: PostgresConfiguration) throws(PostgresError) {
        guard let given = Self.parse(configuration.url) else {
            throw .cannotConnect(
                reason: "the connection string cannot be read; write postgresql://user@host/database or key=value pairs"
            )
        }
        let keywords = configuration.keywords(over: given)
        guard let raw = unsafe Self.start(keywords) else { throw .cannotConnect(reason: "out of memory") }
        unsafe self.raw = raw
        _ = unsafe PQsetNoticeProcessor(raw, { _, _ in }, nil)
    }

    deinit {
        unsafe PQfinish(raw)
    }

    private static func parse(_ url: String) -> [(key: String, value: String)]? {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(url, &message) else {
            // The message may quote the password, so it is dropped.
            unsafe PQfreemem(message)
            return nil
        }
        defer { unsafe PQconninfoFree(options) }
        var given: [(key: String, value: String)] = []
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe given.append((String(cString: keyword), String(cString: value)))
            }
            unsafe option += 1
        }
        return given
    }

    private static func start(_ keywords: [(key: String, value: String)]) -> OpaquePointer? {
        let keys = unsafe keywords.map { unsafe strdup($0.key) } + [nil]
        let values = unsafe keywords.map { unsafe strdup($0.value) } + [nil]
        defer { unsafe (keys + values).forEach { unsafe free($0) } }
        let constantKeys = unsafe keys.map { unsafe UnsafePointer($0) }
        let constantValues = unsafe values.map { unsafe UnsafePointer($0) }
        return unsafe PQconnectStartParams(constantKeys, constantValues, 0)
    }

    /// −1 when there is none.
    var socket: Int32 { unsafe PQsocket(raw) }
    var isBroken: Bool { unsafe PQstatus(raw) == CONNECTION_BAD }
    var isIdleOutsideTransaction: Bool { unsafe PQtransactionStatus(raw) == PQTRANS_IDLE }
    var isBusy: Bool { unsafe PQisBusy(raw) != 0 }

    /// libpq's last complaint on one line, the password blotted out.
    var complaint: String {
        let lines = unsafe String(cString: PQerrorMessage(raw)).split(whereSeparator: \.isNewline)
        let text = lines.joined(separator: "; ")
        guard let password = unsafe PQpass(raw).map({ unsafe String(cString: $0) }), !password.isEmpty else {
            return text
        }
        return text.split(separator: password, omittingEmptySubsequences: false).joined(separator: "…")
    }

    /// One step of connecting; call only when the socket is ready.
    func pollConnecting() -> Poll {
        switch unsafe PQconnectPoll(raw) {
        case PGRES_POLLING_READING: .reading
        case PGRES_POLLING_WRITING: .writing
        case PGRES_POLLING_OK: .up
        default: .failed
        }
    }

    /// Once connected: non-blocking, pipelined, not inherited by children.
    func settle() -> Bool {
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        return unsafe PQsetnonblocking(raw, 1) == 0 && PQenterPipelineMode(raw) == 1
    }

    /// Whether the socket has what connecting waits for: `PQconnectPoll` misreads a socket that is not ready.
    func isReady(for events: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        return unsafe poll(&descriptor, 1, 0) != 0
    }

    func prepare(_ name: String, _ statement: Statement) -> Bool {
        unsafe PQsendPrepare(raw, name, statement.sql, Int32(statement.types.count), statement.types) == 1
    }

    func execute(_ name: String, _ statement: Statement) -> Bool {
        let formats = [Int32](repeating: 1, count: statement.types.count)
        return unsafe statement.bytes.withUnsafeBytes { buffer in
            let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = unsafe zip(statement.starts, statement.lengths).map { start, length in
                unsafe length < 0 ? nil : base.map { unsafe $0 + start }
            }
            return unsafe PQsendQueryPrepared(
                raw,
                name,
                Int32(values.count),
                values,
                statement.lengths,
                formats,
                1
            ) == 1
        }
    }

    /// A statement too small to be worth preparing: BEGIN and its kin.
    func execute(unprepared sql: String) -> Bool {
        unsafe PQsendQueryParams(raw, sql, 0, nil, nil, nil, nil, 1) == 1
    }

    func sync() -> Bool {
        unsafe PQpipelineSync(raw) == 1
    }

    /// Leaves the pipeline, which must be empty, and sends multi-statement text.
    func script(_ sql: String) -> Bool {
        unsafe PQexitPipelineMode(raw) == 1 && PQsendQuery(raw, sql) == 1
    }

    func resumePipeline() -> Bool {
        unsafe PQenterPipelineMode(raw) == 1
    }

    /// 0: all sent; 1: call again when the socket can be written; −1: broken.
    func flush() -> Int32 {
        unsafe PQflush(raw)
    }

    func consumeInput() -> Bool {
        unsafe PQconsumeInput(raw) == 1
    }

    /// `nil` separates the answers of a pipeline.
    func nextResult() -> ResultSet? {
        unsafe PQgetResult(raw).map { unsafe ResultSet(taking: $0) }
    }

    func nextNotification() -> Notification? {
        guard let raw = unsafe PQnotifies(raw) else { return nil }
        defer { unsafe PQfreemem(raw) }
        return unsafe Notification(
            channel: String(cString: raw.pointee.relname),
            payload: String(cString: raw.pointee.extra),
            backend: raw.pointee.be_pid
        )
    }
}
