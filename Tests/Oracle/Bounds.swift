/// The instants around a start at which a calendar's hours begin or end, where mistakes by one lie.
struct Bounds {
    private let instants: [Int]

    init(_ calendar: OracleCalendar, around start: Int) {
        let zone = calendar.zone
        let offset = zone.offsets[zone.index(at: start / 60)]
        let today = (start / 60 + offset) / 1440
        instants = (today - 1...today + 4).flatMap { day in
            calendar.hours(on: day).flatMap { [$0.begin, $0.end] }.map { (day * 1440 + $0 - offset) * 60 }
        }
    }

    func pick(_ random: inout Seeded) -> Int? { instants.isEmpty ? nil : random.pick(instants) }
}
