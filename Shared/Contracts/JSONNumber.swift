/// Numbers as JSON (RFC 8259, 6).
enum JSONNumber {
    /// Appends the decimal digits.
    static func write(_ number: Int, to out: inout [UInt8]) {
        if (0..<10).contains(number) { return out.append(UInt8(ascii: "0") + UInt8(number)) }
        if number < 0 { out.append(UInt8(ascii: "-")) }
        let first = out.count
        var rest = number.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            out.append(UInt8(ascii: "0") + UInt8(digit))
            rest = quotient
        } while rest > 0
        out[first...].reverse()
    }

    /// Appends the number as Swift prints it, a whole one without decimals.
    ///
    /// - Throws: `EncodingError` when it is not finite.
    static func write(_ number: some BinaryFloatingPoint & CustomStringConvertible, to out: inout [UInt8]) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "not a finite number"))
        }
        let text = number.description
        out += text.hasSuffix(".0") ? Substring(text.dropLast(2)).utf8 : Substring(text).utf8
    }
}
