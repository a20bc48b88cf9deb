import Testing

@testable import SMTP

@Suite("SMTP dialogue")
struct DialogueTests {
    @Test("a message passes MAIL, RCPT, DATA and its end")
    func happy() {
        var dialogue = Dialogue()

        #expect(dialogue.begin(sender: "", recipient: "lan@example.com") == .command("MAIL FROM:<>"))
        #expect(dialogue.heard(SMTPReply(code: 250, text: "ok")) == .command("RCPT TO:<lan@example.com>"))
        #expect(dialogue.heard(SMTPReply(code: 251, text: "ok")) == .command("DATA"))
        #expect(dialogue.heard(SMTPReply(code: 354, text: "go")) == .body)
        dialogue.bodySent()
        dialogue.release()
        #expect(dialogue.heard(SMTPReply(code: 250, text: "kept")) == .finished(.accepted(reply: "250 kept"), .reuse))
    }

    @Test("only a released message becomes uncertain when the link is lost", arguments: 0...5)
    func lost(steps: Int) {
        let dialogue = Self.dialogue(after: steps)

        #expect(dialogue.lost("lost")?.kind == (steps == 5 ? "uncertain" : "deferred"))
    }

    @Test(
        "no reply before the release makes a message accepted or uncertain",
        arguments: 0...4,
        [200, 220, 250, 354, 399, 421, 450, 530, 535, 550, 554]
    )
    func early(steps: Int, code: Int) {
        var dialogue = Self.dialogue(after: steps)

        let step = dialogue.heard(SMTPReply(code: code, text: "x"))

        guard case .finished(let outcome, let afterwards) = step else { return }
        #expect(["deferred", "rejected message", "rejected recipient"].contains(outcome.kind))
        #expect(steps < 3 || afterwards == .close)
    }

    @Test(
        "after the release only 2xx, 4xx and 5xx settle a message",
        arguments: [
            (250, "accepted"), (200, "accepted"), (354, "uncertain"), (421, "deferred"), (451, "deferred"),
            (550, "rejected message"), (535, "deferred"),
        ]
    )
    func settled(code: Int, kind: String) {
        var dialogue = Self.dialogue(after: 5)

        guard case .finished(let outcome, _) = dialogue.heard(SMTPReply(code: code, text: "x")) else {
            Issue.record("expected an outcome")
            return
        }
        #expect(outcome.kind == kind)
    }

    @Test("reply texts are printable, short and without addresses")
    func harmless() {
        let reply = SMTPReply(code: 550, text: "no\u{7}box <bob@example.com> 中 " + String(repeating: "x", count: 500))

        #expect(reply.text.hasPrefix("no box <address> "))
        #expect(reply.text.utf8.count == 200)
        #expect(!reply.text.contains("bob"))
    }

    @Test("replies in pieces and over several lines are read")
    func pieces() {
        var reader = ReplyReader()

        reader.append(Array("250-one\r\n250".utf8))
        #expect(reader.next() == .incomplete)
        #expect(reader.hasPart)
        reader.append(Array(" two\r\n354\r\nHTTP/1.1 200\r\n".utf8))

        #expect(reader.next() == .reply(SMTPReply(code: 250, text: "one two")))
        #expect(reader.next() == .reply(SMTPReply(code: 354, text: "")))
        #expect(reader.next() == .garbage)
    }

    /// 0 MAIL, 1 RCPT, 2 DATA, 3 body, 4 holding, 5 released.
    private static func dialogue(after steps: Int) -> Dialogue {
        var dialogue = Dialogue()
        _ = dialogue.begin(sender: "", recipient: "lan@example.com")
        for code in [250, 250, 354].prefix(steps) { _ = dialogue.heard(SMTPReply(code: code, text: "")) }
        if steps > 3 { dialogue.bodySent() }
        if steps > 4 { dialogue.release() }
        return dialogue
    }
}
