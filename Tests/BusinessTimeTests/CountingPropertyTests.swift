import Harness
import BusinessTime
import FoundationEssentials
import Testing

@Suite("Counting business time")
struct CountingPropertyTests {
    @Test("due and elapsed are inverse", arguments: 0..<40)
    func inverse(seed: Int) throws {
        var random = Seeded(UInt64(seed))

        for _ in 0..<50 {
            let work = try randomCalendar(&random)
            let start = randomInstant(&random)
            let pauses = randomPauses(from: start, &random)
            let budget = Duration.seconds(Int.random(in: 1...400_000, using: &random))

            let due = try #require(work.due(start: start, budget: budget, pauses: pauses))

            #expect(work.elapsed(start: start, end: due, pauses: pauses) == budget)
            let second = due.addingTimeInterval(-1)
            #expect(work.elapsed(start: start, end: second, pauses: pauses) == budget - .seconds(1))
            let stretches = work.counted(start: start, budget: budget, pauses: pauses)
            #expect(stretches.last?.upperBound == due)
        }
    }

    @Test("elapsed equals a walk minute by minute", arguments: 0..<40)
    func oracle(seed: Int) throws {
        var random = Seeded(UInt64(seed + 1_000))
        let work = try randomCalendar(&random)
        let start = randomInstant(&random)
        let pauses = randomPauses(from: start, &random)
        let length = Int.random(in: 1...5_000, using: &random)

        let open = (0..<length).count { minute in
            let instant = start.addingTimeInterval(Double(minute) * 60)
            return work.isOpen(at: instant)
                && !pauses.contains { $0.from <= instant && instant < $0.to ?? .distantFuture }
        }

        let end = start.addingTimeInterval(Double(length) * 60)
        #expect(work.elapsed(start: start, end: end, pauses: pauses) == .minutes(open))
    }

    private func randomCalendar(_ random: inout Seeded) throws -> WorkCalendar {
        let zones = [
            "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia",
            "Asia/Kathmandu",
            "Antarctica/Troll", "Africa/Casablanca", "America/St_Johns", "Pacific/Chatham", "Asia/Gaza",
        ]
        var hours: [String: [[String]]] = [:]
        for day in everyDay.split(separator: " ") where Int.random(in: 0..<4, using: &random) > 0 {
            hours[String(day)] = (0..<Int.random(in: 1...2, using: &random)).map { _ in randomInterval(&random) }
        }
        hours["wed"] = hours["wed"] ?? [["23:00", "02:00"]]
        let year = Int.random(in: 2_010...2_026, using: &random)
        let definition = CalendarDefinition(
            timeZone: zones[Int.random(in: 0..<zones.count, using: &random)],
            hours: hours,
            holidays: ["\(year)-03-31", "\(year)-10-27"],
            overrides: ["\(year)-12-30": [randomInterval(&random)]]
        )
        return try WorkCalendar(definition, mustOpenAfter: nil)
    }

    private func randomInterval(_ random: inout Seeded) -> [String] {
        let from = Int.random(in: 0..<1_440, using: &random)
        let to = Int.random(in: 0...1_440, using: &random)
        return [clock(from), clock(to == from ? (from + 1) : to)]
    }

    private func clock(_ minute: Int) -> String {
        let digits = [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return digits.joined(separator: ":")
    }

    /// Often near a change of the clock.
    private func randomInstant(_ random: inout Seeded) -> Date {
        let year = Int.random(in: 0...16, using: &random)
        let changes: [Double] = [85, 90, 115, 243, 298, 302, 362]
        let near = changes[Int.random(in: 0..<changes.count, using: &random)]
        let day = Bool.random(using: &random) ? near : Double(Int.random(in: 0...365, using: &random))
        let minute = Int.random(in: 0..<1_440, using: &random)
        let days = (Double(year) * 365.25 + day).rounded()
        return Date(timeIntervalSince1970: 1_262_304_000 + days * 86_400 + Double(minute) * 60)
    }

    private func randomPauses(from start: Date, _ random: inout Seeded) -> [Pause] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let from = start.addingTimeInterval(Double(Int.random(in: -1_000...5_000, using: &random)) * 60)
            return Pause(
                from: from,
                to: from.addingTimeInterval(Double(Int.random(in: 0...3_000, using: &random)) * 60)
            )
        }
    }
}
