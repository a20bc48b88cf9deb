import Harness
import Contracts
import FoundationEssentials
import Testing

@Suite("Instants as text")
struct RFC3339Tests {
    @Test(
        "an instant is written in UTC with microseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (1_795_248_930_000_001, "2026-11-21T08:15:30.000001Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
        ]
    )
    func writing(microseconds: Int, text: String) {
        #expect(RFC3339.text(instant(microseconds)) == text)
        #expect(RFC3339.date(text) == instant(microseconds))
    }

    @Test(
        "every allowed spelling names the same instant",
        arguments: [
            "2026-11-21T08:15:30Z", "2026-11-21t08:15:30z", "2026-11-21 08:15:30Z", "2026-11-21T08:15:30.0Z",
            "2026-11-21T15:15:30+07:00", "2026-11-21T04:45:30-03:30", "2026-11-22T08:14:30+23:59",
            "2026-11-20T08:16:30-23:59", "2026-11-21T08:15:30-00:00", "2026-11-21T08:15:30.0000009Z",
            "2026-11-21T08:15:30.00000000000000000000000000000000000000000Z",
        ]
    )
    func spelling(text: String) {
        #expect(RFC3339.date(text) == instant(1_795_248_930_000_000))
    }

    @Test(
        "decimals are cut to microseconds",
        arguments: [
            ("2026-11-21T08:15:30.5Z", 500_000), ("2026-11-21T08:15:30.123456Z", 123_456),
            ("2026-11-21T08:15:30.1234569Z", 123_456), ("2026-11-21T08:15:30.999999999Z", 999_999),
        ]
    )
    func decimals(text: String, microseconds: Int) {
        #expect(RFC3339.date(text) == instant(1_795_248_930_000_000 + microseconds))
    }

    @Test(
        "the leap second is the next minute's first",
        arguments: [
            "2016-12-31T23:59:60Z", "2017-01-01T06:59:60+07:00", "2017-01-01T00:00:00Z",
        ]
    )
    func leap(text: String) {
        #expect(RFC3339.date(text) == instant(1_483_228_800_000_000))
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "Z", "2026", "2026-11-21", "2026-11-21T08:15:30", "2026-11-21T08:15Z", "2026-11-21T08:15:30.Z",
            "2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
            "0000-01-01T00:00:00Z", "-2026-01-01T00:00:00Z", "12026-01-01T00:00:00Z", "26-01-01T00:00:00Z",
            "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z", "2026-11-21T08:15:61Z", "2026-11-21T08:15:30,5Z",
            "2026-11-21T08:15:30+24:00", "2026-11-21T08:15:30+07:60", "2026-11-21T08:15:30+0700",
            "2026-11-21T08:15:30+07",
            "2026-11-21T08:15:30ZZ", " 2026-11-21T08:15:30Z", "2026-11-21T08:15:30Z\n", "2026-11-21T08:15:30 Z",
            "2026-11-21T08:15:30\u{2212}07:00", "２０２６-11-21T08:15:30Z", "2026/11/21T08:15:30Z", "20261121T081530Z",
            "1795248930", "+026-11-21T08:15:30Z", "2026-1-21T08:15:30Z", "2026-11-21T8:15:30Z", "2026-11-21T08:15:30.5",
        ]
    )
    func refusing(text: String) {
        #expect(RFC3339.date(text) == nil)
    }

    @Test("absurd lengths are refused", arguments: [45, 1_000, 1_048_576])
    func absurd(decimals: Int) {
        let text = "2026-11-21T08:15:30.\(String(repeating: "0", count: decimals))Z"

        #expect(RFC3339.date(text) == nil)
    }

    @Test(
        "instants beyond four-digit years are clamped",
        arguments: [
            (-1e18, "0001-01-01T00:00:00.000000Z"), (-62_135_596_801, "0001-01-01T00:00:00.000000Z"),
            (-62_135_596_800, "0001-01-01T00:00:00.000000Z"), (253_402_300_799, "9999-12-31T23:59:59.000000Z"),
            (253_402_300_800, "9999-12-31T23:59:59.999999Z"), (1e18, "9999-12-31T23:59:59.999999Z"),
            (.infinity, "9999-12-31T23:59:59.999999Z"), (-.infinity, "0001-01-01T00:00:00.000000Z"),
            (.nan, "1970-01-01T00:00:00.000000Z"),
        ]
    )
    func clamping(seconds: Double, text: String) {
        #expect(RFC3339.text(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test("ten thousand instants agree with counting days by months")
    func counting() {
        var random = Seeded(3339)

        for _ in 0..<10_000 {
            let wall = WallTime.random(years: 1902...2105, using: &random)
            let date = instant(wall.microseconds)

            #expect(RFC3339.text(date) == wall.text(offset: 0))
            #expect(RFC3339.date(wall.text(offset: 0)) == date)
        }
    }

    @Test("offsets shift ten thousand instants by their minutes")
    func offsets() {
        var random = Seeded(1985)

        for _ in 0..<10_000 {
            let wall = WallTime.random(years: 1902...2105, using: &random)
            let offset = Int.random(in: -1_439...1_439, using: &random)

            #expect(RFC3339.date(wall.text(offset: offset)) == instant(wall.microseconds - offset * 60_000_000))
        }
    }

    @Test("whole seconds survive in every year")
    func years() {
        var random = Seeded(9999)

        for year in 1...9_999 {
            var wall = WallTime.random(years: year...year, using: &random)
            wall.fraction = 0

            #expect(RFC3339.text(instant(wall.microseconds)) == wall.text(offset: 0))
            #expect(RFC3339.date(wall.text(offset: 0)) == instant(wall.microseconds))
        }
    }
}

private func instant(_ microseconds: Int) -> Date {
    let (seconds, fraction) = (microseconds.quotient(1_000_000), microseconds.remainder(1_000_000))
    return Date(timeIntervalSince1970: Double(seconds) + Double(fraction) / 1_000_000)
}

extension Int {
    fileprivate func quotient(_ divisor: Int) -> Int { (self - remainder(divisor)) / divisor }
    fileprivate func remainder(_ divisor: Int) -> Int { (self % divisor + divisor) % divisor }
}
