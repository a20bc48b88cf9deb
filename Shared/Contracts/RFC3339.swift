public import FoundationEssentials

/// Instants as text on the wire: RFC 3339, always UTC with microseconds when written.
public enum RFC3339 {
    /// Text such as `2026-11-21T08:15:30.000000Z`.
    ///
    /// Years 1…9999; others are clamped, and what is no number counts as 1970. To the microsecond from 1834 to 2105.
    public static func text(_ date: Date) -> String {
        let limits = (-62_135_596_800_000_000...253_402_300_799_999_999)
        let seconds = date.timeIntervalSince1970 * 1_000_000
        let micros = seconds.isNaN ? 0 : Int(max(min(seconds.rounded(), 2.6e17), -6.3e16))
        return text(microseconds: min(max(micros, limits.lowerBound), limits.upperBound))
    }

    /// The instant that `text` names; `nil` when it is no RFC 3339 date-time with zone.
    ///
    /// Accepts `T`, `t` or a space, any number of decimals (cut to microseconds), `Z`, `z` or `±hh:mm`, and the
    /// leap second 60, which counts as the next minute's first second.
    public static func date(_ text: some StringProtocol) -> Date? { date(Array(text.utf8)[...]) }

    /// The same from bytes at hand.
    public static func date(_ bytes: ArraySlice<UInt8>) -> Date? {
        var reader = Reader(bytes)
        guard bytes.count <= 64, let day = reader.day(), reader.take(oneOf: "Tt "),
            let time = reader.time(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let seconds = day * 86_400 + time.seconds - offset
        return Date(timeIntervalSince1970: Double(seconds) + Double(time.microseconds) / 1_000_000)
    }

    private static func text(microseconds: Int) -> String {
        let seconds = floorDivide(microseconds, 1_000_000)
        let fraction = microseconds - seconds * 1_000_000
        let day = floorDivide(seconds, 86_400)
        let time = seconds - day * 86_400
        let (year, month, date) = civil(fromDay: day)
        var out: [UInt8] = []
        out.reserveCapacity(27)
        append(year, width: 4, to: &out)
        for (sign, value) in [("-", month), ("-", date), ("T", time / 3600), (":", time / 60 % 60), (":", time % 60)] {
            out.append(contentsOf: sign.utf8)
            append(value, width: 2, to: &out)
        }
        out.append(UInt8(ascii: "."))
        append(fraction, width: 6, to: &out)
        out.append(UInt8(ascii: "Z"))
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ value: Int, width: Int, to out: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            out.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }

    /// Proleptic Gregorian date of a day counted from 1970-01-01, by 400-year eras that begin on 1 March.
    private static func civil(fromDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * ofYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * marchMonth + 2) / 5 + 1)
    }

    fileprivate static func day(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

/// Walks over the bytes of one date-time.
private struct Reader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func day() -> Int? {
        guard let year = number(4), year >= 1, take(oneOf: "-"), let month = number(2), (1...12).contains(month),
            take(oneOf: "-"), let day = number(2), (1...length(month, year)).contains(day)
        else { return nil }
        return RFC3339.day(year: year, month: month, day: day)
    }

    mutating func time() -> (seconds: Int, microseconds: Int)? {
        guard let hour = number(2), hour <= 23, take(oneOf: ":"), let minute = number(2), minute <= 59,
            take(oneOf: ":"), let second = number(2), second <= 60
        else { return nil }
        var fraction = 0
        if take(oneOf: ".") {
            guard let digits = decimals() else { return nil }
            fraction = digits
        }
        return (hour * 3600 + minute * 60 + second, fraction)
    }

    mutating func offset() -> Int? {
        if take(oneOf: "Zz") { return 0 }
        let negative = position < bytes.endIndex && bytes[position] == UInt8(ascii: "-")
        guard take(oneOf: "+-"), let hours = number(2), hours <= 23, take(oneOf: ":"), let minutes = number(2),
            minutes <= 59
        else { return nil }
        return (hours * 3600 + minutes * 60) * (negative ? -1 : 1)
    }

    mutating func take(oneOf characters: StaticString) -> Bool {
        guard position < bytes.endIndex, characters.description.utf8.contains(bytes[position]) else { return false }
        position += 1
        return true
    }

    private mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.endIndex else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard let digit = digit(byte) else { return nil }
            value = value * 10 + digit
        }
        position += width
        return value
    }

    private mutating func decimals() -> Int? {
        var value = 0
        var count = 0
        while position < bytes.endIndex, let digit = digit(bytes[position]) {
            if count < 6 { value = value * 10 + digit }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    private func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private func length(_ month: Int, _ year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
