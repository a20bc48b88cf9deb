public import FoundationEssentials

extension UUID {
    /// The id as it stands in headers, links and reports: 36 characters, lower case.
    ///
    /// The library's own way is printf, which costs a message more than its signature would.
    public var lowercase: String { text(.lower) }

    /// The id as `uuidString` gives it, upper case.
    var uppercase: String { text(.upper) }

    /// Case of the digits above 9.
    enum Digits: UInt8 {
        case lower = 0x57
        case upper = 0x37

        /// The digit of a value below 16.
        func ascii(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : rawValue) }
    }

    /// The id in a text of 36 characters, whatever their case; `nil` when it is something else.
    ///
    /// The library's own way is scanf.
    public init?(text: String) {
        var (high, low, digits) = (UInt64(0), UInt64(0), 0)
        for (place, byte) in text.utf8.enumerated() {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard place < 36, let digit = Self.digit(byte) else { return nil }
            if digits < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
            digits += 1
        }
        guard digits == 32 else { return nil }
        self.init(high: high, low: low)
    }

    /// The id of two words in network order.
    init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - place * 8)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6),
                byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5),
                byte(low, 6), byte(low, 7)
            )
        )
    }

    private func text(_ digits: Digits) -> String {
        unsafe String(unsafeUninitializedCapacity: 36) { room in
            write(digits) { unsafe room[$0] = $1 }
            return 36
        }
    }

    /// Appends the 36 characters.
    func write(digits: Digits, to out: inout [UInt8]) {
        write(digits) { _, byte in out.append(byte) }
    }

    /// Gives each of the 36 characters with its place.
    private func write(_ digits: Digits, _ put: (Int, UInt8) -> Void) {
        let (high, low) = words
        var place = 0
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                put(place, UInt8(ascii: "-"))
                place += 1
            }
            let byte = UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
            put(place, digits.ascii(byte >> 4))
            put(place + 1, digits.ascii(byte & 15))
            place += 2
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
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
