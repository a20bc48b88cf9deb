/// Binary parameters under construction.
public struct WireWriter {
    var bytes: [UInt8] = []

    /// Appends a whole number in network order.
    public mutating func append(_ number: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends text as UTF-8, without a terminator.
    public mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends bytes as they are.
    public mutating func append(_ raw: [UInt8]) {
        bytes.append(contentsOf: raw)
    }

    /// Writes what `content` appends behind its length, a 32-bit number.
    mutating func appendCounted(_ content: (inout WireWriter) -> Void) {
        let start = bytes.count
        append(Int32(0))
        content(&self)
        overwrite(Int32(truncatingIfNeeded: bytes.count - start - 4), at: start)
    }

    mutating func overwrite(_ number: Int32, at position: Int) {
        unsafe withUnsafeBytes(of: number.bigEndian) { raw in
            for index in 0..<4 { bytes[position + index] = unsafe raw[index] }
        }
    }
}
