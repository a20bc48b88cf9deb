/// Time as the clock on the wall counts it.
public enum WallCalendar {
    /// Open round the clock, every day.
    public static let always: WorkCalendar = {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let hours = Dictionary(uniqueKeysWithValues: days.map { ($0, [["00:00", "24:00"]]) })
        do {
            return try WorkCalendar(CalendarDefinition(timeZone: "UTC", hours: hours), zone: .utc)
        } catch {
            preconditionFailure("the round-the-clock calendar is a constant: \(error)")
        }
    }()
}
