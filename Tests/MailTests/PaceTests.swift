import Testing

@testable import Mail

/// Mails that once took the reader from seven seconds to minutes, and one of them four gigabytes: each now ends within a second.
@Suite("Pace of reading") struct PaceTests {
    private static let slow: [(name: String, mail: @Sendable () -> String)] = [
        ("fifty thousand short lines", { "From: a@e.example\n\n" + String(repeating: "abc\n", count: 50_000) }),
        ("fifty thousand marks of a signature", { "From: a@e.example\n\n" + String(repeating: "--\n", count: 50_000) }),
        ("comments within an address", { "From: <a\(String(repeating: "(x)", count: 60_000))@e.example>\n\nx" }),
        ("blanks around dots of a domain", { "From: a@e\(String(repeating: " .x", count: 65_000))\n\nx" }),
        ("quotes that never close", { "From: \"\(String(repeating: "\\\"", count: 100_000))\n\nx" }),
        ("colons behind mailto", { "From: \(String(repeating: "mailto:", count: 30_000))a@e.example\n\nx" }),
        ("a name in quotes in quotes", { "From: \(String(repeating: "'", count: 200_000))x@e.example\n\nx" }),
        ("brackets before an address", { "From: <\(String(repeating: "[", count: 200_000))a@e.example>\n\nx" }),
        (
            "flowed lines without end",
            { "Content-Type: text/plain; format=flowed\n\n" + String(repeating: "a \n", count: 340_000) }
        ),
        (
            "links on one line",
            { "Content-Type: text/html\n\n" + String(repeating: "<a href=http:x>yy</a>", count: 45_000) }
        ),
        (
            "five hundred parts",
            {
                "Content-Type: multipart/mixed; boundary=b\n\n"
                    + String(repeating: "--b\n\n" + String(repeating: "line\n", count: 400), count: 500)
            }
        ),
    ]

    @Test("no mail of a megabyte takes a second", arguments: slow.map(\.name))
    func hostile(_ name: String) throws {
        let mail = try #require(Self.slow.first { $0.name == name })
        let bytes = Array(mail.mail().utf8)

        let began = ContinuousClock.now
        let parsed = MailParser().parse(bytes)
        _ = KindRules().judge(parsed)
        _ = parsed.forwarded(parsed.replyParts)

        #expect(began.duration(to: .now) < .seconds(1))
    }

    @Test("forty-five MiB are read in seconds, within one another, too")
    func large() {
        var mail = "From: a@e.example\n"
        for level in 0..<31 { mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        let line = Array((String(repeating: "YWJj", count: 19) + "\n").utf8)
        var bytes = Array((mail + "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n").utf8)
        bytes.reserveCapacity(46 << 20)
        while bytes.count < 45 << 20 { bytes += line }

        let began = ContinuousClock.now
        let parsed = MailParser().parse(bytes)
        let size = parsed.attachments.first?.stream { _ in }.size

        #expect(size ?? 0 > 33_000_000)
        #expect(began.duration(to: .now) < .seconds(8))
    }
}
