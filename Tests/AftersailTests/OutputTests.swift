import Contracts
import Testing

@testable import Aftersail

@Suite("Output")
struct OutputTests {
    @Test(
        "wide characters take two cells, marks none",
        arguments: [("abc", 3), ("机器", 4), ("e\u{301}", 1), ("한", 2), ("", 0)]
    )
    func width(text: String, cells: Int) {
        #expect(TextWidth.of(text) == cells)
    }

    @Test("long texts are cut by cells", arguments: [("机器不加热", 6, "机器…"), ("abc", 3, "abc"), ("abcd", 3, "ab…")])
    func cut(text: String, limit: Int, expected: String) {
        #expect(TextWidth.cut(text, to: limit) == expected)
    }

    @Test("columns line up under their titles")
    func table() {
        let rows: [JSONValue] = [
            .object(["a": .string("机器"), "n": .number("7")]), .object(["a": .string("x"), "n": .number("12")]),
        ]

        let table = Table([Column("a", "a"), Column("n", "n", alignsRight: true)], rows, Palette(isOn: false))

        #expect(table.text == "a      n\n机器   7\nx     12\n")
    }

    @Test("instants are shown to the second in UTC")
    func instants() {
        let value = JSONValue.object(["at": .string("2026-11-22T08:15:30.123456+00:00")]).withInstants

        #expect(value["at"].string == "2026-11-22T08:15:30.123456Z")
        #expect(value["at"].shown == "2026-11-22 08:15:30Z")
    }

    @Test("texts cannot steer the terminal")
    func control() {
        #expect("a\u{1B}[2J\u{202E}b\tc\nd".printable(keepingLines: false) == "a\u{FFFD}[2J\u{FFFD}b c d")
        #expect("a\nb".printable(keepingLines: true) == "a\nb")
    }
}
