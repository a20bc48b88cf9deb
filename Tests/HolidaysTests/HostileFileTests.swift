import BusinessTime
import Holidays
import Testing

@Suite("Hostile holiday files", .timeLimit(.minutes(5)))
struct HostileFileTests {
    private func refusal(_ bytes: [UInt8]) -> HolidayFileError? {
        do throws(HolidayFileError) {
            _ = try HolidayFile(bytes, years: 2026...2031).dates(in: .utc)
            return nil
        } catch { return error }
    }

    @Test("sizes beyond a calendar's are refused before they are read")
    func bounds() {
        let begin = "BEGIN:VCALENDAR\r\n"
        let event = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\n"

        let files = [
            begin + String(repeating: "X-A:aaaaaaaaaaaaaaaa\r\n", count: 60_000),
            begin + String(repeating: "BEGIN:X\r\n", count: 100_000),
            begin + "SUMMARY:" + String(repeating: "a", count: 70_000) + "\r\nEND:VCALENDAR\r\n",
            begin + String(repeating: event, count: 5_001) + "END:VCALENDAR\r\n",
        ]

        for file in files {
            guard case .tooLarge = refusal(Array(file.utf8)) else {
                Issue.record("\(file.prefix(60)) was taken")
                continue
            }
        }
    }

    @Test("what is no calendar is called so", arguments: ["", "BEGIN:VCARD\r\nEND:VCARD\r\n", "BEGIN:VCALENDAR\0"])
    func other(text: String) {
        #expect(refusal(Array(text.utf8)) == .notICalendar)
    }

    @Test("rules for days that there are not come to an end", arguments: ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"])
    func impossible(frequency: String) {
        let rule = "RRULE:FREQ=\(frequency);BYMONTH=2;BYMONTHDAY=30 "
        let file = SampleFiles.single("DTSTART;VALUE=DATE:20260101 " + String(repeating: rule, count: 1_000))
        let clock = ContinuousClock()

        let taken = clock.measure { _ = refusal(file) }

        #expect(taken < .seconds(30))
    }

    @Test("damaged files end in dates or a refusal, never in a crash", arguments: 0..<8)
    func damaged(seed: Int) {
        var random = Damage(state: UInt64(seed))
        let samples = [SampleFiles.google, SampleFiles.outlook, SampleFiles.apple]
        var taken = 0

        for round in 0..<400 {
            var bytes = samples[round % samples.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) { random.damage(&bytes) }
            if refusal(bytes) == nil { taken += 1 }
        }

        #expect(taken > 0 && taken < 400)
    }
}

/// Damages bytes, the same way in every run.
private struct Damage: RandomNumberGenerator {
    var state: UInt64
    private static let words = [
        "FREQ=DAILY", "INTERVAL=0", "INTERVAL=99999999", "BYDAY=-53SU", "BYSETPOS=-366", "COUNT=-1", "UNTIL=99991231",
        "BYYEARDAY=366", "BYWEEKNO=53", "99999999T999999Z", "BEGIN:VEVENT", "END:VEVENT", "RSCALE=CHINESE;SKIP=OMIT",
        "VALUE=PERIOD", "P1000000000W", "RRULE:", "\r\n ", ";TZID=", "19700101T000000Z/P1D",
    ]

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func damage(_ bytes: inout [UInt8]) {
        guard bytes.count > 40 else { return }
        let place = Int.random(in: 0..<bytes.count - 20, using: &self)
        let length = Int.random(in: 1...20, using: &self)
        switch Int.random(in: 0...4, using: &self) {
        case 0: bytes[place] = UInt8.random(in: 1...255, using: &self)
        case 1: bytes.removeSubrange(place..<place + length)
        case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 3: bytes[place] = UInt8.random(in: 0x30...0x39, using: &self)
        default:
            let word = Self.words[Int.random(in: 0..<Self.words.count, using: &self)]
            bytes.insert(contentsOf: word.utf8, at: place)
        }
    }
}
