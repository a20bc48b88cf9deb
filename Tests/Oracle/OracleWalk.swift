/// A walk through UTC minutes that knows what the wall clock shows in each.
struct OracleWalk {
    private let calendar: OracleCalendar
    private(set) var minute: Int
    private var index: Int
    private var nextChange = 0
    private var offset = 0
    private var day = Int.min
    private var dayIsOpen: [Bool] = []

    init(_ calendar: OracleCalendar, from minute: Int) {
        self.calendar = calendar
        self.minute = minute
        index = calendar.zone.index(at: minute)
        readOffset()
    }

    /// Whether the walk's minute is open.
    mutating func isOpen() -> Bool {
        let local = minute + offset
        let today = local / 1440
        if today != day {
            day = today
            dayIsOpen = calendar.openMinutes(of: today)
        }
        return dayIsOpen[local - today * 1440]
    }

    mutating func step() {
        minute += 1
        guard minute == nextChange else { return }
        index += 1
        readOffset()
    }

    private mutating func readOffset() {
        let zone = calendar.zone
        offset = zone.offsets[index]
        nextChange = index + 1 < zone.starts.count ? zone.starts[index + 1] : Int.max
    }
}
