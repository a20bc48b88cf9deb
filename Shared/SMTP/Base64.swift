/// Base64 as RFC 2045 section 6.8 writes it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// One line.
    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: encoded(bytes, lineGroups: .max), as: UTF8.self)
    }

    /// Lines of 76 characters, each ended by CRLF.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        return encoded(bytes, lineGroups: 19) + [0x0D, 0x0A]
    }

    private static func encoded(_ bytes: [UInt8], lineGroups: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4 + bytes.count / 28 + 4)
        var groups = 0
        for start in stride(from: 0, to: bytes.count, by: 3) {
            if groups == lineGroups {
                output += [0x0D, 0x0A]
                groups = 0
            }
            groups += 1
            let left = bytes.count - start
            let second = left > 1 ? bytes[start + 1] : 0
            let third = left > 2 ? bytes[start + 2] : 0
            output.append(alphabet[Int(bytes[start] >> 2)])
            output.append(alphabet[Int((bytes[start] & 0x03) << 4 | second >> 4)])
            output.append(left > 1 ? alphabet[Int((second & 0x0F) << 2 | third >> 6)] : UInt8(ascii: "="))
            output.append(left > 2 ? alphabet[Int(third & 0x3F)] : UInt8(ascii: "="))
        }
        return output
    }
}

/// Hexadecimal digits.
enum Hexadecimal {
    private static let digits = Array("0123456789ABCDEF")

    /// Two digits in upper case.
    static func upper(_ byte: UInt8) -> String {
        "\(digits[Int(byte >> 4)])\(digits[Int(byte & 0x0F)])"
    }
}
