import FoundationEssentials
import SMTP
import Testing

@Suite("Mail message")
struct MailMessageTests {
    @Test("a message has every header it was given")
    func headers() throws {
        let message = MailMessage.fixture {
            $0.replyTo = "reply+k7@maker.example"
            $0.inReplyTo = "<q@example.com>"
            $0.references = ["<p@example.com>", "not an id", "<q@example.com>"]
            $0.extraHeaders = [("Auto-Submitted", "auto-replied")]
            $0.language = "vi"
        }

        let lines = try message.encodedText().split(separator: "\r\n", omittingEmptySubsequences: false)

        #expect(lines.contains("From: Service <support@maker.example>"))
        #expect(lines.contains("To: lan@example.com"))
        #expect(lines.contains("Reply-To: Service <reply+k7@maker.example>"))
        #expect(lines.contains("Date: Wed, 18 Nov 2026 11:06:40 +0000"))
        #expect(lines.contains("Message-ID: <1.AS-7@maker.example>"))
        #expect(lines.contains("In-Reply-To: <q@example.com>"))
        #expect(lines.contains("References: <p@example.com> <q@example.com>"))
        #expect(lines.contains("Auto-Submitted: auto-replied"))
        #expect(lines.contains("Content-Language: vi"))
    }

    @Test("the same message always gives the same bytes")
    func deterministic() throws {
        let message = MailMessage.fixture { $0.html = "<p>We are on it.</p>" }

        #expect(try message.encoded() == message.encoded())
    }

    @Test("every line is short, ends CRLF and is 7-bit", arguments: ["a", "中文字符，", "مرحبا ", "e\u{301}👩‍👩‍👧‍👦", "word "])
    func lines(piece: String) throws {
        let long = String(repeating: piece, count: 300)
        let message = MailMessage.fixture {
            $0.subject = long
            $0.toName = long
            $0.text = long
            $0.html = long
            $0.references = (1...30).map { "<reference.number.\($0)@mail.example.com>" }
        }

        let bytes = try message.encoded()

        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.allSatisfy { !$0.utf8.contains(0x0A) && !$0.utf8.contains(0x0D) })
        #expect(bytes.allSatisfy { $0 < 0x80 })
        #expect(bytes.suffix(2) == [0x0D, 0x0A])
    }

    @Test(
        "a line break or NUL in any header is refused",
        arguments: ["x\r\nBcc: all@example.com", "x\nBcc: a@b.c", "x\ry", "x\0y", "中\r\n文"]
    )
    func injection(attack: String) {
        let changes: [(inout MailMessage) -> Void] = [
            { $0.subject = attack }, { $0.toName = attack }, { $0.from.name = attack }, { $0.from.address = attack },
            { $0.recipient = attack }, { $0.replyTo = attack }, { $0.messageID = attack }, { $0.inReplyTo = attack },
            { $0.references = [attack] }, { $0.language = attack }, { $0.envelopeSender = attack },
            { $0.extraHeaders = [("X-Note", attack)] }, { $0.extraHeaders = [(attack, "x")] },
        ]

        for change in changes {
            #expect(throws: SMTPError.self) { try MailMessage.fixture(change).encoded() }
        }
    }

    @Test(
        "an address that needs an extension is refused with the reason",
        arguments: [
            ("lán@example.com", "SMTPUTF8"), ("lan@münchen.example", "xn--"), ("lan", "@"),
            ("a b@example.com", "before"),
            ("lan@exa_mple", "host name"), ("", "empty"), (String(repeating: "a", count: 65) + "@example.com", "long"),
            ("lan@", "host name"), ("<lan@example.com>", "before"), ("lan@example..com", "host name"),
        ]
    )
    func address(address: String, reason: String) {
        let error = #expect(throws: SMTPError.self) { try MailMessage.fixture { $0.recipient = address }.encoded() }

        guard case .invalidAddress(_, let explanation) = error else {
            Issue.record("expected an address error, got \(String(describing: error))")
            return
        }
        #expect(explanation.contains(reason))
        #expect(address.isEmpty || !explanation.contains(address) || address == "@" || address == "lan")
    }

    @Test("headers that the message writes itself are refused as extras", arguments: ["From", "bcc", "Content-Type"])
    func extras(name: String) {
        #expect(throws: SMTPError.self) { try MailMessage.fixture { $0.extraHeaders = [(name, "x")] }.encoded() }
    }

    @Test(
        "dates of all kinds are written in UTC",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
            (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ]
    )
    func date(seconds: Double, expected: String) throws {
        let message = MailMessage.fixture { $0.date = Date(timeIntervalSince1970: seconds) }

        #expect(try message.encodedText().contains("Date: \(expected)\r\n"))
    }

    @Test("text travels in whichever encoding is shorter")
    func shorter() throws {
        let german = try MailMessage.fixture { $0.text = "Grüße, wir bearbeiten Ihre Anfrage." }.encodedText()
        let chinese = try MailMessage.fixture { $0.text = "您好，我们正在处理您的请求。" }.encodedText()

        #expect(german.contains("Content-Transfer-Encoding: quoted-printable"))
        #expect(chinese.contains("Content-Transfer-Encoding: base64"))
    }
}
