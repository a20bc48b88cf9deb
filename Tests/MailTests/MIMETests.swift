import FoundationEssentials
import Testing

@testable import Mail

@Suite("Parsing mail") struct MIMETests {
    @Test("Decodes encoded words whose letter is split over two") func split() {
        let mail = sample("Subject: =?utf-8?B?5L2g5aU=?=", " =?utf-8?B?vQ==?= x", "", "a")
        #expect(mail.subject == "你好 x")
    }

    @Test("Reads GB2312 as its superset") func chinese() {
        // 镕 is in GBK alone.
        let mail = MailParser().parse(
            Array("Content-Type: text/plain; charset=gb2312\n\n".utf8) + [0xE9, 0x46, 0xC4, 0xE3]
        )
        #expect(mail.text == "镕你")
        #expect(mail.charset == "GB18030")
    }

    @Test("Reads half-width letters in ISO-2022-JP") func japanese() {
        let bytes =
            Array("Content-Type: text/plain; charset=iso-2022-jp\n\n".utf8) + [
                0x1B, 0x28, 0x49, 0x31, 0x1B, 0x28, 0x42,
            ]
        #expect(MailParser().parse(bytes).text == "ｱ")
    }

    @Test("Believes UTF-8 under a wrong label") func mislabelled() {
        #expect(sample("Content-Type: text/plain; charset=iso-8859-1", "", "Grüße").text == "Grüße")
    }

    @Test("Guesses raw Cyrillic in a header") func raw() {
        let mail = MailParser().parse(
            Array("Subject: ".utf8) + [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4, 0x20, 0xD7, 0xD3, 0xC5, 0xCD]
                + Array("\n\n".utf8)
        )
        #expect(mail.subject == "Привет всем")
    }

    @Test("Keeps a truncated part and says so") func truncated() {
        let mail = sample("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "half")
        #expect(mail.text == "half")
        #expect(!mail.problems.isEmpty)
    }

    @Test("Stops at the bound of depth") func deep() {
        var text = ""
        for level in 0..<200 { text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(MailParser().parse(Array(text.utf8)).problems.contains { $0.contains("deeper") })
    }

    @Test("Turns HTML into readable text") func html() {
        let mail = sample(
            "Content-Type: text/html",
            "",
            "<style>p{}</style><p>One &amp; two<ul><li>a<li>b</ul><table><tr><td>x<td>y</table><a href=\"https://e.example\">z</a>"
        )
        #expect(mail.text == "One & two\n\n- a\n- b\n\nx | y\n\nz <https://e.example>")
    }

    @Test("Joins flowed lines") func flowed() {
        let mail = sample("Content-Type: text/plain; format=flowed", "", "one ", "two", "> quoted ", "> more")
        #expect(mail.text == "one two\n> quoted more")
    }

    @Test("Hands attachments on in pieces with their hash") func attachment() {
        let mail = sample(
            "Content-Type: application/pdf; name*=utf-8''%C3%A4.pdf",
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment",
            "",
            "YWJj"
        )
        #expect(mail.attachments.first?.name == "ä.pdf")
        #expect(mail.attachments.first?.stream { _ in }.size == 3)
    }

    @Test("Reads addresses with commas in encoded names") func addresses() {
        let mail = sample("From: =?utf-8?Q?Doe,_J=C3=B6?= <j@e.example>, list: a@b.example;", "", "")
        #expect(mail.from == [Mailbox(name: "Doe, Jö", address: "j@e.example"), Mailbox(address: "a@b.example")])
    }

    @Test(
        "Reads addresses as people and programs write them",
        arguments: [
            ("Pete(his \\) account) <pete(x)@silly.example>", ["pete@silly.example"]),
            ("\"two words\"@e.example, b@e.example", ["\"two words\"@e.example", "b@e.example"]),
            ("a@e.example b@e.example", ["a@e.example", "b@e.example"]),
            ("jdoe@test   . example", ["jdoe@test.example"]),
            ("<@relay.example:a@e.example>", ["a@e.example"]),
            ("(a comment that never ends a@e.example", ["a@e.example"]),
        ]
    ) func forms(_ written: String, _ addresses: [String]) {
        #expect(sample("To: \(written)", "", "").to.map(\.address) == addresses)
    }

    @Test("Leaves out what follows the padding of base64") func padding() {
        let mail = sample(
            "Content-Transfer-Encoding: base64",
            "Content-Type: text/plain",
            "",
            "YWJj",
            "ZA==",
            "_____",
            "a list's lines"
        )
        #expect(mail.text == "abcd")
    }

    @Test("Tells capitals of Russian's two sets") func capitals() {
        let word: [UInt8] = [0xF4, 0xE5, 0xF3, 0xF4]
        #expect(Charset.decode(word[...], label: nil).text == "ТЕСТ")
    }

    @Test("Passes over what stands before the first field") func margin() {
        let mail = MailParser().parse([0xEF, 0xBB, 0xBF] + Array("\n      Subject: pump\n\nx".utf8))
        #expect(mail.subject == "pump")
    }

    @Test("A field without a name ends no header") func nameless() {
        #expect(sample("From: a@e.example", ": x", "Subject: pump", "", "y").subject == "pump")
    }

    @Test(
        "Reads dates of every kind, and none from anything else",
        arguments: [
            ("Mon, 21 Aug 95 13:30:57 -600", 809_033_457.0), ("2024-03-05T10:00:00 +0000", nil),
            ("5-Mar-2024 10:00:00 GMT", 1_709_632_800),
            ("T", nil), ("-", nil), ("T T:T 5", nil), ("Tue, 5 Mar 2024 10:00:00 +0100 (CET)", 1_709_629_200),
        ] as [(String, Double?)]
    ) func dates(_ written: String, _ seconds: Double?) {
        #expect(sample("Date: \(written)", "", "").date?.timeIntervalSince1970 == seconds)
    }
}
