/// Lines of bytes that end with LF, CRLF or CR.
enum Lines {
    /// A line without its end, and where the next begins.
    typealias Line = (content: ArraySlice<UInt8>, next: Int)

    static func line(_ bytes: ArraySlice<UInt8>, _ from: Int) -> Line {
        let at = lineEnd(bytes, from)
        let content = bytes[from..<at]
        guard at < bytes.endIndex else { return (content, at) }
        if bytes[at] == 0x0D {
            // Some relays write CR CR LF.
            if at + 2 < bytes.endIndex, bytes[at + 1] == 0x0D, bytes[at + 2] == 0x0A { return (content, at + 3) }
            if at + 1 < bytes.endIndex, bytes[at + 1] == 0x0A { return (content, at + 2) }
        }
        return (content, at + 1)
    }

    /// Where the next LF or CR stands, else the end: a mail of 45 MiB is walked over once for each of its levels.
    private static func lineEnd(_ bytes: ArraySlice<UInt8>, _ from: Int) -> Int {
        let start = bytes.startIndex
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var at = from - start
            while at < buffer.count, unsafe buffer[at] != 0x0A, unsafe buffer[at] != 0x0D { at += 1 }
            return at + start
        }
    }

    static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        return Array(bytes[first...last])
    }

    /// Text on one line without control characters.
    static func oneLine(_ text: String) -> String {
        var out = ""
        var isBlank = true
        for scalar in text.unicodeScalars {
            if scalar.value <= 0x20 || scalar.value == 0x7F || (0x80..<0xA0).contains(scalar.value) {
                if !isBlank { out.unicodeScalars.append(" ") }
                isBlank = true
            } else {
                out.unicodeScalars.append(scalar)
                isBlank = false
            }
        }
        if isBlank, !out.isEmpty { out.removeLast() }
        return out
    }
}
