public import FoundationEssentials

/// Tickets that waited too long, by the hour in which somebody was missing.
public struct Gaps: Sendable {
    /// One ticket that waited longer than the target.
    public struct Late: Hashable, Sendable {
        /// Which ticket, counted from 0 in order of arrival.
        public let ticket: Int
        /// The first instant at which somebody should have been there.
        public let from: Date
        /// Until when somebody should have begun.
        public let until: Date
    }

    /// Nobody on shift could take them by the policy's rules.
    public let uncovered: [Late]
    /// Somebody on shift could have, but all were full or busy, or the shift ended before.
    public let short: [Late]
    /// Answered by somebody who does not speak the language.
    public let translated: [Late]

    /// Tickets by language and hour of the day (UTC); the empty text stands for an unknown language.
    public static func table(_ late: [Late], _ arrivals: [Arrival]) -> [String: [Int]] {
        var table: [String: [Int]] = [:]
        for one in late {
            let language = arrivals[one.ticket].language ?? ""
            table[language, default: [Int](repeating: 0, count: 24)][one.from.utcHour] += 1
        }
        return table
    }
}

extension Date {
    /// Hour of the day in universal time.
    var utcHour: Int { Int((timeIntervalSince1970 / 3_600).rounded(.down)) % 24 }
}
