/// Puts method, header and body frames of one channel together.
///
/// A body above the limit is counted but not stored.
struct Assembler {
    private enum Stage {
        case idle
        case header
        case body(left: Int)
    }

    private let maxBodyBytes: Int
    private var stage = Stage.idle
    private var content: Content?
    /// When the message began that is being put together.
    private(set) var begunAt: Int64?

    init(maxBodyBytes: Int) {
        self.maxBodyBytes = maxBodyBytes
    }

    mutating func begin(_ content: Content, at now: Int64) throws(BrokerError) {
        guard case .idle = stage else { throw outOfOrder("a method in the middle of a message") }
        self.content = content
        stage = .header
        begunAt = now
    }

    mutating func header(size: UInt64, _ properties: Properties) throws(BrokerError) {
        guard case .header = stage, let size = Int(exactly: size) else { throw outOfOrder("a content header") }
        content?.properties = properties
        if size > maxBodyBytes {
            content?.oversize = size
        } else {
            content?.body.reserveCapacity(size)
        }
        stage = .body(left: size)
    }

    mutating func body(_ fragment: UnsafeRawBufferPointer) throws(BrokerError) {
        guard case .body(let left) = stage, fragment.count <= left, fragment.count > 0 else {
            throw outOfOrder("a body fragment")
        }
        if content?.oversize == nil { unsafe content?.body.append(contentsOf: fragment) }
        stage = .body(left: left - fragment.count)
    }

    /// The message, once all of it is there.
    mutating func finished() -> Content? {
        guard case .body(left: 0) = stage else { return nil }
        stage = .idle
        begunAt = nil
        defer { content = nil }
        return content
    }

    private func outOfOrder(_ what: String) -> BrokerError {
        .connectionLost(reason: "the broker sent \(what) out of order")
    }
}
