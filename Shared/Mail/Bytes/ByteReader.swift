/// Numbers and stretches of bytes, least significant byte first.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next bytes; nil where fewer are left.
    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// The next number of up to four bytes.
    mutating func number(_ size: Int) -> Int? {
        bytes(size)?.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The number that comes next, without going on.
    func peek(_ size: Int) -> Int? {
        var copy = self
        return copy.number(size)
    }
}
