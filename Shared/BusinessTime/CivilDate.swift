/// Days of the proleptic Gregorian calendar, counted from 1970-01-01.
enum CivilDate {
    /// The day's number; month 1…12.
    static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March here, so that the leap day is the last one.
        let shifted = month > 2 ? year : year - 1
        let monthsSinceMarch = (month + 9) % 12
        let leapDays = floorDivide(shifted, 4) - floorDivide(shifted, 100) + floorDivide(shifted, 400)
        return 365 * shifted + leapDays + (153 * monthsSinceMarch + 2) / 5 + day - 719_469
    }

    /// Year, month and day of a day's number.
    static func parts(_ number: Int) -> (year: Int, month: Int, day: Int) {
        var year = 1970 + floorDivide(number * 400, 146_097)
        if day(year, 1, 1) > number { year -= 1 }
        if day(year + 1, 1, 1) <= number { year += 1 }
        var month = 12
        while day(year, month, 1) > number { month -= 1 }
        return (year, month, number - day(year, month, 1) + 1)
    }

    /// 0 for Monday … 6 for Sunday.
    static func weekday(_ number: Int) -> Int {
        let rest = (number + 3) % 7
        return rest < 0 ? rest + 7 : rest
    }

    static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// Reads `YYYY-MM-DD`; nil for anything else and for days that do not exist.
    static func parse(_ text: String) -> Int? {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits[4] == 0x2d, digits[7] == 0x2d,
            let year = number(digits[0..<4]), let month = number(digits[5..<7]), let day = number(digits[8..<10]),
            (1...12).contains(month), day >= 1
        else { return nil }
        let result = Self.day(year, month, day)
        return parts(result) == (year, month, day) ? result : nil
    }

    /// `YYYY-MM-DD`.
    static func text(_ number: Int) -> String {
        let (year, month, day) = parts(number)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.isEmpty
            ? nil
            : digits.reduce(0 as Int?) { sum, digit in
                guard let sum, (0x30...0x39).contains(digit) else { return nil }
                return sum * 10 + Int(digit - 0x30)
            }
    }
}

/// The quotient rounded down.
func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
