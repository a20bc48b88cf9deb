import FoundationEssentials

/// Dates as RFC 5322 section 3.3 writes them, always in UTC.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func written(_ date: Date) -> [UInt8] {
        // Four-digit years: 1900-01-01 to 9999-12-31.
        let bounded = min(max(date.timeIntervalSince1970.rounded(.down), -2_208_988_800), 253_402_300_799)
        let seconds = Int(bounded)
        let day = floorDivision(seconds, 86_400)
        let second = seconds - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        var text: [UInt8] = []
        text.reserveCapacity(31)
        text += days[(day % 7 + 7) % 7].utf8
        text += ", ".utf8
        append(dayOfMonth, then: 0x20, to: &text)
        text += months[month - 1].utf8
        text.append(0x20)
        append(year / 100, to: &text)
        append(year % 100, then: 0x20, to: &text)
        append(second / 3_600, then: UInt8(ascii: ":"), to: &text)
        append(second / 60 % 60, then: UInt8(ascii: ":"), to: &text)
        append(second % 60, then: 0x20, to: &text)
        return text + "+0000".utf8
    }

    /// Gregorian date of a day counted from 1970-01-01; the year is taken to begin on 1 March, so leap days come last.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = floorDivision(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floorDivision(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }

    private static func append(_ number: Int, then mark: UInt8? = nil, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "0") + UInt8(number / 10))
        text.append(UInt8(ascii: "0") + UInt8(number % 10))
        if let mark { text.append(mark) }
    }
}
