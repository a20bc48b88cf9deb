import Testing
import Tickets

@Suite("Canonical content")
struct CanonicalContentTests {
    @Test("the same message has the same fingerprint")
    func same() {
        let first = CanonicalContent(["subject": .text("pump"), "body": .text("it\r\nleaks\0"), "serial": .absent])
        let second = CanonicalContent(["serial": .absent, "body": .text("it\nleaks\u{fffd}"), "subject": .text("pump")])

        #expect(first == second)
        #expect(first.hexadecimal.count == 64)
    }

    @Test("any difference in content changes the fingerprint", arguments: Self.forms)
    func different(fields: [String: CanonicalContent.Value]) {
        let others: [CanonicalContent] = [
            CanonicalContent([:]), CanonicalContent(["a": .text("b"), "b": .text("c")]),
            CanonicalContent(["a": .text("bcd")]),
        ]

        #expect(!others.contains(CanonicalContent(fields)))
        #expect(Self.forms.filter { CanonicalContent($0) == CanonicalContent(fields) }.count == 1)
    }

    private static let forms: [[String: CanonicalContent.Value]] = [
        ["a": .text("bc")], ["ab": .text("c")], ["a": .text("b"), "c": .absent], ["a": .text("")], ["a": .absent],
        ["a": .list(["bc"])], ["a": .list(["b", "c"])], ["a": .list(["c", "b"])], ["a": .text("b c")], ["a": .list([])],
        ["a": .text("bc\n")], ["a": .text("\n\nbc")], ["a": .text("\nbc")],
    ]
}
