import FoundationEssentials

/// `17-Jul-1996 02:44:25 -0700` (RFC 3501 section 9, date-time).
enum InternalDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `nil` when it is no such moment.
    static func date(_ bytes: [UInt8]) -> Date? {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard words.count == 3 else { return nil }
        let date = words[0].split(separator: "-")
        let time = words[1].split(separator: ":").compactMap { Int($0) }
        guard date.count == 3, let day = Int(date[0]), let year = Int(date[2]), time.count == 3,
            let month = months.firstIndex(of: date[1].lowercased()), let zone = zone(words[2])
        else { return nil }
        guard (1...31).contains(day), (1...9_999).contains(year), (0...23).contains(time[0]),
            (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        let seconds = days(year, month + 1, day) * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2] - zone
        return Date(timeIntervalSince1970: Double(seconds))
    }

    private static func zone(_ text: Substring) -> Int? {
        guard text.count == 5, let number = Int(text.dropFirst()), number >= 0, number % 100 < 60 else { return nil }
        let seconds = number / 100 * 3_600 + number % 100 * 60
        switch text.first {
        case "+": return seconds
        case "-": return -seconds
        default: return nil
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that leap days end them.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
