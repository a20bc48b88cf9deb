import FoundationEssentials

/// Dates of mail (RFC 5322 section 3.3), obsolete and mistaken forms included.
enum MailDate {
    static func read(_ text: String) -> Date? {
        var (day, month, year, clock): (Int?, Int?, Int?, Int?)
        var offset = 0
        let plain = withoutComments(text).replacing(",", with: " ")
        for word in plain.split(whereSeparator: { $0.isWhitespace }).prefix(16) {
            if word.contains(":"), clock == nil {
                clock = seconds(word)
                if clock == nil { return nil }
            } else if clock != nil || year != nil, let zone = zone(word) {
                offset = zone
            } else if let name = monthNumber(word), month == nil {
                month = name
            } else if let date = hyphened(word), day == nil {
                (day, month, year) = date
            } else if let number = Int(word), number >= 0 {
                if day == nil, number <= 31, word.count <= 2 {
                    day = number
                } else if year == nil {
                    year = fullYear(number, word.count)
                }
            }
        }
        guard let day, let month, let year, (1...31).contains(day), (1...12).contains(month),
            (1900...9999).contains(year)
        else { return nil }
        return Date(timeIntervalSince1970: Double(days(year, month, day) * 86_400 + (clock ?? 0) - offset))
    }

    private static func fullYear(_ number: Int, _ digits: Int) -> Int {
        digits > 2 ? (number < 1000 ? number + 1900 : number) : number + (number < 50 ? 2000 : 1900)
    }

    private static func withoutComments(_ text: String) -> String {
        var depth = 0
        return String(
            text.filter { character in
                if character == "(" { depth += 1 }
                defer { if character == ")" { depth = max(0, depth - 1) } }
                return depth == 0
            }
        )
    }

    private static func seconds(_ word: Substring) -> Int? {
        let parts = word.split(separator: ":").map { Int($0.prefix { $0.isNumber }) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], hour < 24, minute < 60 else {
            return nil
        }
        return hour * 3_600 + minute * 60 + min((parts.count > 2 ? parts[2] : 0) ?? 0, 59)
    }

    private static func zone(_ word: Substring) -> Int? {
        if let sign = word.first, sign == "+" || sign == "-", let digits = Int(word.dropFirst().filter(\.isNumber)),
            digits <= 9999
        {
            return (digits / 100 * 3_600 + digits % 100 * 60) * (sign == "-" ? -1 : 1)
        }
        let zones = [
            "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
            "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "MET": 1, "BST": 1, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9,
        ]
        return zones[word.uppercased()].map { $0 * 3_600 }
    }

    private static func monthNumber(_ word: Substring) -> Int? {
        let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return word.count >= 3 && word.first?.isLetter == true
            ? names.firstIndex(of: word.prefix(3).lowercased()).map { $0 + 1 } : nil
    }

    /// `2024-03-05` or `5-Mar-2024`.
    private static func hyphened(_ word: Substring) -> (Int?, Int?, Int?)? {
        let parts = (word.split(separator: "T").first ?? "").split(separator: "-")
        guard parts.count == 3, let first = Int(parts[0]) else { return nil }
        if parts[0].count == 4 { return (Int(parts[2]), Int(parts[1]), first) }
        guard let year = Int(parts[2]) else { return nil }
        return (first, monthNumber(parts[1]) ?? Int(parts[1]), fullYear(year, parts[2].count))
    }

    /// Days since 1970 of a Gregorian date; the year is taken to begin on 1 March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
