/// One value as it came from the server, readable only during the call that receives it.
///
/// Not copyable and made only here, so its view into libpq's result cannot outlive that result.
@safe public struct WireValue: ~Copyable {
    /// The server's type of the value.
    public let type: PostgresType
    private let start: UnsafeRawPointer?

    /// Length in bytes; 0 for NULL.
    public let count: Int

    init(type: PostgresType, start: UnsafeRawPointer?, count: Int) {
        self.type = type
        unsafe self.start = unsafe start
        self.count = count
    }

    /// Whether the value is NULL.
    public var isNull: Bool { unsafe start == nil }

    /// A whole number in network order, if the value is exactly as wide as `Number`.
    public func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
        count == MemoryLayout<Number>.size ? number(at: 0) : nil
    }

    /// The value as UTF-8 text; `nil` for NULL.
    public func text() -> String? {
        text(from: 0)
    }

    /// A copy of the bytes; `nil` for NULL.
    public func bytes() -> [UInt8]? {
        unsafe start.map { unsafe [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) }
    }

    func text(from offset: Int) -> String? {
        guard let start = unsafe start, offset <= count else { return nil }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: start + offset, count: count - offset),
            as: UTF8.self
        )
    }

    func number<Number: FixedWidthInteger>(at offset: Int) -> Number? {
        guard let start = unsafe start, offset >= 0, offset + MemoryLayout<Number>.size <= count else { return nil }
        return unsafe Number(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// Lends a part of the value as a value of its own; `nil` when it reaches beyond the end.
    func part<T>(_ type: PostgresType, at offset: Int, count: Int, _ body: (borrowing WireValue) -> T?) -> T? {
        guard let start = unsafe start, offset >= 0, count >= 0, offset + count <= self.count else { return nil }
        return unsafe body(WireValue(type: type, start: start + offset, count: count))
    }
}
