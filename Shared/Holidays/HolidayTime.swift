/// A date or time as an iCalendar file writes it.
struct HolidayTime: Hashable {
    enum Kind: Hashable {
        case date, wallClock, utc
    }

    let kind: Kind
    /// Seconds since 1970 of what is written.
    let seconds: Int

    /// The number of the date written, since 1970.
    var day: Int { Self.floorDay(seconds) }

    /// The year, a day too early or too late around its turn: near enough to stop at.
    var roughYear: Int { 1970 + day * 400 / 146_097 }

    static func floorDay(_ seconds: Int) -> Int {
        seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    }
}
