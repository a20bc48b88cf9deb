/// Base64 as RFC 2045 section 6.8 writes it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// Bytes of a line of 76 characters.
    private static let lineBytes = 57

    /// One line.
    static func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let alphabet = alphabet
        var index = bytes.startIndex
        while index + 2 < bytes.endIndex {
            let (first, second, third) = (bytes[index], bytes[index + 1], bytes[index + 2])
            output.append(alphabet[Int(first >> 2)])
            output.append(alphabet[Int((first & 0x03) << 4 | second >> 4)])
            output.append(alphabet[Int((second & 0x0F) << 2 | third >> 6)])
            output.append(alphabet[Int(third & 0x3F)])
            index += 3
        }
        guard index < bytes.endIndex else { return }
        let first = bytes[index]
        let second = index + 1 < bytes.endIndex ? bytes[index + 1] : nil
        output.append(alphabet[Int(first >> 2)])
        output.append(alphabet[Int((first & 0x03) << 4 | (second ?? 0) >> 4)])
        output.append(second.map { alphabet[Int(($0 & 0x0F) << 2)] } ?? UInt8(ascii: "="))
        output.append(UInt8(ascii: "="))
    }

    /// Lines of 76 characters, each ended by CRLF.
    static func appendLines(_ bytes: [UInt8], to output: inout [UInt8]) {
        for start in stride(from: 0, to: bytes.count, by: lineBytes) {
            append(bytes[start..<min(start + lineBytes, bytes.count)], to: &output)
            output.append(0x0D)
            output.append(0x0A)
        }
    }

    /// How many bytes `appendLines` adds for so many.
    static func linesLength(_ count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + lineBytes - 1) / lineBytes * 2
    }
}
