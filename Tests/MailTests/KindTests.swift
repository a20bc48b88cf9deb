import Testing

@testable import Mail

@Suite("Kinds of mail") struct KindTests {
    private func judge(_ lines: String...) -> MailJudgement {
        KindRules(own: OwnMail(addresses: ["desk@us.example"]))
            .judge(MailParser().parse(Array(lines.joined(separator: "\n").utf8)))
    }

    @Test("Takes Auto-Submitted of no for a person") func no() {
        #expect(judge("From: a@e.example", "Auto-Submitted: No", "", "x").kind == .person)
        #expect(judge("From: a@e.example", "Auto-Submitted: auto-notified; x", "", "x").kind == .autoReply)
    }

    @Test("Tells lists and ourselves") func others() {
        #expect(judge("From: a@e.example", "List-Id: <l.example>", "", "x").kind == .list)
        #expect(judge("From: Desk@us.example", "", "x").kind == .own)
    }

    @Test("Reads the class of a delivery status") func status() {
        let found = judge(
            "From: x@e.example",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "",
            "--b",
            "",
            "sorry",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; m",
            "",
            "Final-Recipient: rfc822; a@b.example",
            "Action: failed",
            "Status: 5.1.1",
            "",
            "--b--"
        )
        #expect(found.bounce?.kind == .permanent)
        #expect(found.bounce?.recipients == [.init(address: "a@b.example", status: "5.1.1", action: "failed")])
    }

    @Test("A failure told to a customer's parcel is no bounce") func parcel() {
        let found = judge(
            "From: shop@e.example",
            "Subject: Delivery problem",
            "",
            "Your parcel could not be delivered to: Ann."
        )
        #expect(found.kind == .person)
    }

    @Test("A bounce that a person passes on is a person's mail") func passedOn() {
        let found = judge(
            "From: ann@e.example",
            "Subject: Fwd: Undelivered Mail Returned to Sender",
            "",
            "What is this?",
            "<bo@b.example>: host mx said: 550 5.1.1 User unknown"
        )
        #expect(found.kind == .person)
    }

    @Test("An answering machine with an empty return path is no bounce") func machine() {
        let found = judge(
            "Return-Path: <>",
            "From: ann@e.example",
            "Auto-Submitted: auto-replied (vacation)",
            "Subject: Away",
            "",
            "Ich konnte Ihre Nachricht noch nicht lesen."
        )
        #expect(found.kind == .autoReply)
        #expect(!found.mayBeAnswered)
    }

    @Test(
        "An address that says in whole words that nobody reads it is told from a person's",
        arguments: [
            ("noreply", true), ("No-Reply", true), ("no-reply+x", true), ("support-noreply", true),
            ("noreply.orders", true), ("do_not_reply", true), ("donotreply", true), ("ne-pas-repondre", true),
            ("noreply2", true), ("shop.no.reply.7", true), ("bitte-nicht-antworten", true), ("mailer-daemon", true),
            ("root", true), ("postmaster", true), ("abuse", true), ("lenore.plyler", false), ("lenoreplyler", false),
            ("eno.replyson", false), ("reply", false), ("no", false), ("abuse.team", false), ("roots", false),
            ("", false),
        ]
    ) func unread(_ local: String, isUnread: Bool) {
        #expect(Mailbox(address: "\(local)@e.example").isUnread == isUnread)
    }

    @Test(
        "Absence notes without headers are told by their subject",
        arguments: [
            "Out of Office: Pump", "Automatic reply: Pump", "Abwesenheitsnotiz: Pumpe", "Automatische Antwort: Pumpe",
            "Réponse automatique : Pompe", "Respuesta automática: Bomba", "Resposta automática: Bomba",
            "Risposta automatica: Pompa",
            "Автоматический ответ: Насос", "رد تلقائي: مضخة", "Otomatik yanıt: Pompa", "Trả lời tự động: Máy bơm",
            "Balasan otomatis: Pompa",
            "การตอบกลับอัตโนมัติ: ปั๊ม", "自动回复: 水泵", "自動回覆: 水泵", "自動返信: ポンプ", "자동 회신: 펌프", "Jibu la kiotomatiki: Pampu",
            "AUTO: Ann is out of the office (returning 05/01)",
        ]
    ) func absence(_ subject: String) {
        #expect(judge("From: ann@e.example", "Subject: \(subject)", "", "x").kind == .autoReply)
    }

    @Test(
        "A program that says so is no person",
        arguments: [
            "This is an automated response to your message.", "Dies ist eine automatische Antwort.",
            "Ceci est une réponse automatique.",
            "Este es un mensaje automático, no responda.", "此邮件为自动发送，请勿回复。", "このメールは自動送信されています。", "본 메일은 자동 발송되었습니다.",
            "Это автоматический ответ.", "Đây là email tự động.",
        ]
    ) func says(_ text: String) {
        #expect(judge("From: a@e.example", "Subject: Ticket 5", "", text).rule == "text:automatic")
        #expect(judge("From: a@e.example", "Subject: Ticket 5", "", "Thanks!", "", "> \(text)").kind == .person)
    }
}
