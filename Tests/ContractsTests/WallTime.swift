import Harness

/// A date and time whose place on the time line is counted month by month, unlike the code under test.
struct WallTime {
    var year, month, day, hour, minute, second, fraction: Int

    static func random(years: ClosedRange<Int>, using random: inout Seeded) -> WallTime {
        let year = Int.random(in: years, using: &random)
        let month = Int.random(in: 1...12, using: &random)
        return WallTime(
            year: year,
            month: month,
            day: .random(in: 1...lengths(year)[month - 1], using: &random),
            hour: .random(in: 0...23, using: &random),
            minute: .random(in: 0...59, using: &random),
            second: .random(in: 0...59, using: &random),
            fraction: .random(in: 0...999_999, using: &random)
        )
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    var microseconds: Int {
        let before = year - 1
        let days =
            before * 365 + before / 4 - before / 100 + before / 400
            + Self.lengths(year).prefix(month - 1).reduce(0, +) + day - 1 - 719_162
        return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    /// Its text in a zone that many minutes ahead of UTC.
    func text(offset: Int) -> String {
        let zone = offset == 0 ? "Z" : (offset < 0 ? "-" : "+") + "\(pad(abs(offset) / 60)):\(pad(abs(offset) % 60))"
        let date = "\(pad(year, 4))-\(pad(month))-\(pad(day))"
        return "\(date)T\(pad(hour)):\(pad(minute)):\(pad(second)).\(pad(fraction, 6))\(zone)"
    }

    private static func lengths(_ year: Int) -> [Int] {
        let isLeap = year.isMultiple(of: 400) || year.isMultiple(of: 4) && !year.isMultiple(of: 100)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }

    private func pad(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
