/// Makes cases up; seed and number of a case say all there is to it.
struct CaseMaker: Sendable {
    /// 1990-01-01 and 2037-01-01.
    private static let instants = 631_152_000...2_114_380_800 - 1

    let seed: UInt64
    let zones: OracleZones

    func make(_ number: Int) -> OracleCase {
        var root = Seeded(seed)
        var random = Seeded(root.next() &+ UInt64(number))
        let zone = zones.pick(&random)
        let start = instant(in: zone, &random)
        let maker = CalendarMaker(zone: zone, middle: start / 86400)
        let calendar = maker.calendar(&random)
        let bounds = Bounds(calendar, around: start)
        let question = question(start, calendar, bounds, &random)
        let isAtBound = random.chance(question.isPoint ? 50 : 15)
        let asked = isAtBound ? bounds.pick(&random) ?? start : start
        return OracleCase(number: number, calendar: calendar, start: asked, question: question)
    }

    private func question(
        _ start: Int,
        _ calendar: OracleCalendar,
        _ bounds: Bounds,
        _ random: inout Seeded
    ) -> OracleCase.Question {
        switch random.whole(0...19) {
        case 0...8: .due(seconds: budget(calendar, &random), pauses: pauses(around: start, bounds, &random))
        case 9...12: .elapsed(end: start + span(&random), pauses: pauses(around: start, bounds, &random))
        case 13: .isOpen
        case 14: .nextOpening
        case 15: .nextClosing
        default: .clocks(LedgerMaker(start: start, calendar: calendar, zones: zones).ledger(&random))
        }
    }

    /// Mostly within days of a change of the zone's clock.
    private func instant(in zone: OracleZone, _ random: inout Seeded) -> Int {
        let changes = zone.changes.filter(Self.instants.contains)
        let near = changes.isEmpty || random.chance(35) ? random.whole(Self.instants) : random.pick(changes)
        let days = random.whole(-3...2) * 86400
        let at = near + (random.chance(50) ? random.whole(-180...180) * 60 : days + random.whole(0...1439) * 60)
        let minute = at / 60 * 60
        // One in sixteen begins within a minute.
        return min(max(random.chance(6) ? minute + random.whole(1...59) : minute, 631_152_000), 2_114_380_799)
    }

    /// From a minute to weeks, but no more than some weeks of the calendar's own hours.
    private func budget(_ calendar: OracleCalendar, _ random: inout Seeded) -> Int {
        let weekly = calendar.week.joined().map { ($0.end - $0.begin + 1440) % 1440 }.reduce(0, +)
        let minutes = random.spread(upTo: min(20_160, max(60, weekly * 8)))
        return random.chance(5) ? minutes * 60 - random.whole(1...59) : minutes * 60
    }

    private func span(_ random: inout Seeded) -> Int {
        random.chance(3) ? -random.whole(0...5000) * 60 : random.spread(upTo: 40_000) * 60
    }

    private func pauses(around start: Int, _ bounds: Bounds, _ random: inout Seeded) -> OraclePauses {
        let unit = random.chance(6) ? 1 : 60
        let count = random.chance(30) ? 0 : random.whole(1...4)
        return OraclePauses(
            (0..<count).map { _ in
                let near = start / 60 * 60 + (random.chance(25) ? -1 : 1) * random.spread(upTo: 8000) * 60
                let from = random.chance(25) ? bounds.pick(&random) ?? near : near
                let within = unit == 1 ? random.whole(0...59) : 0
                let length = random.spread(upTo: 6000) * 60 - (unit == 1 ? random.whole(0...59) : 0)
                let end = random.chance(20) ? bounds.pick(&random) : nil
                let to = end.map { max($0, from) } ?? from + length
                return OraclePauses.Pause(from: from + within, to: random.chance(4) ? nil : to + within)
            }
        )
    }
}
