/// RFC 4648 section 4, read past anything that is not in its alphabet.
enum Base64 {
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4 * 3 + 3)
        let table = values
        var (held, count): (UInt32, Int) = (0, 0)
        for byte in bytes {
            let value = table[Int(byte)]
            if value == 0xFF {
                // Padding ends a run; some mailers join several.
                if byte == UInt8(ascii: "=") { flush(&held, &count, &out) }
                continue
            }
            held = held << 6 | UInt32(value)
            count += 1
            if count == 4 {
                out.append(UInt8(truncatingIfNeeded: held >> 16))
                out.append(UInt8(truncatingIfNeeded: held >> 8))
                out.append(UInt8(truncatingIfNeeded: held))
                (held, count) = (0, 0)
            }
        }
        flush(&held, &count, &out)
        return out
    }

    /// Without what follows the padding and is no further run: lines that a mailing list adds, comments.
    static func withoutTail(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let padding = bytes.firstIndex(of: UInt8(ascii: "=")) else { return bytes }
        let tail = bytes[padding...].drop { $0 == UInt8(ascii: "=") }
        var wasBlank = false
        for byte in tail {
            let isLetter = values[Int(byte)] != 0xFF || byte == UInt8(ascii: "=")
            if isLetter ? wasBlank : byte > 0x20 { return bytes[..<tail.startIndex] }
            wasBlank = byte == 0x20 || byte == 0x09
        }
        return bytes
    }

    /// Behind the last whole group of four before `end`.
    static func quadEnd(_ bytes: ArraySlice<UInt8>, before end: Int) -> Int {
        let table = values
        var (count, last) = (0, end)
        for index in bytes.startIndex..<end {
            if bytes[index] == UInt8(ascii: "=") { (count, last) = (0, index + 1) }
            guard table[Int(bytes[index])] != 0xFF else { continue }
            count += 1
            if count == 4 { (count, last) = (0, index + 1) }
        }
        return last
    }

    private static func flush(_ held: inout UInt32, _ count: inout Int, _ out: inout [UInt8]) {
        if count == 2 { out.append(UInt8(truncatingIfNeeded: held >> 4)) }
        if count == 3 {
            out.append(UInt8(truncatingIfNeeded: held >> 10))
            out.append(UInt8(truncatingIfNeeded: held >> 2))
        }
        (held, count) = (0, 0)
    }
}
