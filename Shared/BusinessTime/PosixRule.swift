/// The rule at the end of a zone file: a POSIX TZ string with the extensions of RFC 8536, section 3.3.1.
struct PosixRule: Hashable, Sendable {
    let standardOffset: Int
    let summer: Summer?

    struct Summer: Hashable, Sendable {
        let offset: Int
        let begins: Change
        let ends: Change
    }

    /// The day of a change, and seconds after that day's midnight in the time that was valid before.
    struct Change: Hashable, Sendable {
        let day: Day
        let time: Int
    }

    enum Day: Hashable, Sendable {
        /// Month 1…12, week 1…5 where 5 is the last, weekday 0…6 from Sunday.
        case weekday(month: Int, week: Int, day: Int)
        /// 1…365; 29 February is never counted.
        case julian(Int)
        /// 0…365; 29 February is counted.
        case ordinal(Int)
    }

    init?(_ text: some Collection<UInt8>) {
        var reader = PosixRuleReader(Array(text))
        guard let rule = reader.rule() else { return nil }
        self = rule
    }

    init(standardOffset: Int, summer: Summer?) {
        self.standardOffset = standardOffset
        self.summer = summer
    }

    /// Last year whose changes are written out.
    static let lastYear = 2_200

    /// The changes after an instant, to the end of ``lastYear``; from 1900 when there is none before.
    func transitions(after last: Int?) -> [ZoneTransition] {
        guard let summer else {
            return last == nil ? [ZoneTransition(at: .min, offset: standardOffset)] : []
        }
        let firstYear = last.map { CivilDate.parts(floorDivide($0, 86_400)).year } ?? 1_900
        guard firstYear <= Self.lastYear else { return [] }
        return (firstYear...Self.lastYear).flatMap { year in
            let begins = summer.begins.second(in: year) - standardOffset
            let ends = summer.ends.second(in: year) - summer.offset
            return [
                ZoneTransition(at: begins, offset: summer.offset), ZoneTransition(at: ends, offset: standardOffset),
            ].sorted { $0.at < $1.at }
        }.filter { $0.at > last ?? .min }
    }
}

extension PosixRule.Change {
    /// Seconds since 1970 on the local clock.
    func second(in year: Int) -> Int { day.number(in: year) * 86_400 + time }
}

extension PosixRule.Day {
    /// The day's number since 1970-01-01.
    func number(in year: Int) -> Int {
        let newYear = CivilDate.day(year, 1, 1)
        switch self {
        case .ordinal(let day): return newYear + day
        case .julian(let day): return newYear + day - (CivilDate.isLeap(year) && day >= 60 ? 0 : 1)
        case .weekday(let month, let week, let weekday):
            let first = CivilDate.day(year, month, 1)
            let next = month == 12 ? CivilDate.day(year + 1, 1, 1) : CivilDate.day(year, month + 1, 1)
            let ahead = (weekday + 13 - CivilDate.weekday(first)) % 7
            var number = first + ahead + (week - 1) * 7
            while number >= next { number -= 7 }
            return number
        }
    }
}
