import FoundationEssentials
import Testing
import Wording

@Suite("Localised dates")
struct LocalizedInstantTests {
    @Test(
        "each language writes the date its own way",
        arguments: [
            ("en", "Tuesday 24 November 2026, 14:30 (UTC+8)"), ("zh-Hant", "2026年11月24日星期二 14:30 (UTC+8)"),
            ("es", "martes, 24 de noviembre de 2026, 14:30 (UTC+8)"),
            ("de", "Dienstag, 24. November 2026, 14:30 (UTC+8)"),
            ("ar", "الثلاثاء 24 نوفمبر 2026، \u{2066}14:30 (UTC+8)\u{2069}"),
            ("vi", "Thứ Ba, ngày 24 tháng 11 năm 2026, 14:30 (UTC+8)"),
            ("tlh", "Tuesday 24 November 2026, 14:30 (UTC+8)"),
        ]
    )
    func languages(language: String, expected: String) {
        let instant = Date(timeIntervalSince1970: 1_795_501_800)

        let text = LocalizedInstant.text(instant, language: language, utcOffsetSeconds: 28_800)

        #expect(text == expected)
    }

    @Test(
        "calendar and offsets are right at the edges",
        arguments: [
            (0.0, 0, "Thursday 1 January 1970, 00:00 (UTC)"), (-1.0, 0, "Wednesday 31 December 1969, 23:59 (UTC)"),
            (951_782_400.0, 0, "Tuesday 29 February 2000, 00:00 (UTC)"),
            (951_782_400.0, -12_600, "Monday 28 February 2000, 20:30 (UTC−3:30)"),
            (4_107_542_399.0, 20_700, "Monday 1 March 2100, 05:44 (UTC+5:45)"),
        ]
    )
    func edges(seconds: Double, offset: Int, expected: String) {
        let text = LocalizedInstant.text(Date(timeIntervalSince1970: seconds), language: "en", utcOffsetSeconds: offset)

        #expect(text == expected)
    }

    @Test("absurd instants still give a text")
    func absurd() {
        for instant in [Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity)] {
            #expect(!LocalizedInstant.text(instant, language: "en", utcOffsetSeconds: .max).isEmpty)
        }
    }
}
