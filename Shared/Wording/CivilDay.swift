/// A day of the Gregorian calendar.
struct CivilDay: Sendable, Hashable {
    let daysSinceEpoch: Int
    let year: Int
    /// 1…12.
    let month: Int
    /// 1…31.
    let day: Int

    /// The day so many days after 1 January 1970, counted in 400-year eras that begin on 1 March.
    init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * march + 2) / 5 + 1
        month = march < 10 ? march + 3 : march - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// 0 for Monday … 6 for Sunday.
    var weekday: Int {
        let days = daysSinceEpoch + 3
        return days - days.flooredQuotient(7) * 7
    }
}
