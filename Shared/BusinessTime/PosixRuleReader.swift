/// Reads the text of a ``PosixRule``.
struct PosixRuleReader {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    mutating func rule() -> PosixRule? {
        guard name(), let west = time(maximum: 24) else { return nil }
        guard position < text.count else { return PosixRule(standardOffset: -west, summer: nil) }
        guard name() else { return nil }
        var summerOffset = -west + 3_600
        if current != UInt8(ascii: ",") {
            guard let west = time(maximum: 24) else { return nil }
            summerOffset = -west
        }
        guard let begins = change(), let ends = change(), position == text.count else { return nil }
        let summer = PosixRule.Summer(offset: summerOffset, begins: begins, ends: ends)
        return PosixRule(standardOffset: -west, summer: summer)
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard let current, current == character.asciiValue else { return false }
        position += 1
        return true
    }

    /// A zone abbreviation: letters, or anything in angle brackets.
    private mutating func name() -> Bool {
        let start = position
        if take("<") {
            while let current, current != UInt8(ascii: ">") { position += 1 }
            return take(">")
        }
        while let current, (0x41...0x5a).contains(current & 0xdf) { position += 1 }
        return position - start >= 3
    }

    private mutating func change() -> PosixRule.Change? {
        guard take(","), let day = day() else { return nil }
        guard take("/") else { return PosixRule.Change(day: day, time: 7_200) }
        guard let time = time(maximum: 167) else { return nil }
        return PosixRule.Change(day: day, time: time)
    }

    private mutating func day() -> PosixRule.Day? {
        if take("J") { return number(1...365).map { .julian($0) } }
        guard take("M") else { return number(0...365).map { .ordinal($0) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."), let day = number(0...6) else {
            return nil
        }
        return .weekday(month: month, week: week, day: day)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private mutating func time(maximum: Int) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(0...maximum) else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where take(":") {
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return sign * seconds
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let start = position
        while let current, (0x30...0x39).contains(current), position - start < 4 { position += 1 }
        guard let value = CivilDate.number(text[start..<position]), range.contains(value) else { return nil }
        return value
    }
}
