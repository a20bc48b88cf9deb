public import FoundationEssentials

/// Instants in words of the six languages, without ICU: weekday, day, month, year, 24-hour time and zone offset.
public enum LocalizedInstant {
    /// An instant as read on a customer's calendar, such as "Tuesday 24 November 2026, 14:30 (UTC+8)".
    ///
    /// `utcOffsetSeconds` is that of the customer's zone at this instant; it is clamped to ±18 hours.
    public static func text(_ date: Date, language: String?, utcOffsetSeconds: Int) -> String {
        let offset = min(64_800, max(-64_800, utcOffsetSeconds))
        let bounded = min(253_402_000_000, max(-62_135_500_000, date.timeIntervalSince1970))
        let local = Int(bounded.rounded(.down)) + offset
        let day = CivilDay(daysSinceEpoch: local.flooredQuotient(86_400))
        let minutes = (local - day.daysSinceEpoch * 86_400) / 60
        let time = "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
        return CalendarWords.of(WordingLanguages.closest(to: language)).phrase(day, "\(time) (\(zone(offset)))")
    }

    private static func zone(_ offset: Int) -> String {
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60 % 60
        return "UTC\(offset < 0 ? "−" : "+")\(abs(offset) / 3600)" + (minutes == 0 ? "" : ":" + twoDigits(minutes))
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int {
    /// Quotient rounded towards minus infinity.
    func flooredQuotient(_ divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
