public import FoundationEssentials

extension UUID {
    /// The id as it stands in headers, links and reports: 36 characters, lower case.
    ///
    /// The library's own way is printf, which costs a message more than its signature would.
    public var lowercase: String { text(digits: Self.lowerDigits) }

    /// The id as `uuidString` gives it, upper case.
    var uppercase: String { text(digits: Self.upperDigits) }

    private static let lowerDigits = Array("0123456789abcdef".utf8)
    private static let upperDigits = Array("0123456789ABCDEF".utf8)

    private func text(digits: [UInt8]) -> String {
        let (high, low) = words
        var out: [UInt8] = []
        out.reserveCapacity(36)
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 { out.append(UInt8(ascii: "-")) }
            let byte = UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    private var words: (UInt64, UInt64) {
        let b = uuid
        func join(_ bytes: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8)) -> UInt64 {
            var word = UInt64(bytes.0) << 56 | UInt64(bytes.1) << 48 | UInt64(bytes.2) << 40
            word |= UInt64(bytes.3) << 32 | UInt64(bytes.4) << 24 | UInt64(bytes.5) << 16
            return word | UInt64(bytes.6) << 8 | UInt64(bytes.7)
        }
        return (
            join((b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7)), join((b.8, b.9, b.10, b.11, b.12, b.13, b.14, b.15))
        )
    }
}
