import Testing

@testable import Mail

@Suite("Bounces") struct BounceTests {
    @Test("The forms of mail systems are read", arguments: BounceForm.all) func forms(_ form: BounceForm) {
        let found = KindRules().judge(MailParser().parse(Array(form.mail.utf8)))
        #expect(found.kind == .bounce)
        #expect(found.bounce?.kind == form.kind)
        #expect(found.bounce?.status == form.status)
        #expect(found.bounce?.recipients.map(\.address) == form.recipients)
    }

    @Test("The copy below a notice names nobody") func copy() {
        let notice = BounceNotice(
            "<a@b.example>:\nNo mailbox.\n\n--- Below this line is a copy of the message.\n\nTo: c@d.example",
            MailLimits()
        )
        #expect(!notice.words.contains("c@d.example"))
        #expect(notice.copy?["to"] == "c@d.example")
    }

    @Test("The address we wrote to counts, not where it went on to") func original() {
        let found = report(
            "Original-Recipient: rfc822;sales@b.example",
            "Final-Recipient: rfc822;bo@internal.example",
            "Action: failed",
            "Status: 5.1.1"
        )
        #expect(found?.recipients.map(\.address) == ["sales@b.example"])
    }

    @Test("A telling code of the other side counts before 5.0.0") func diagnostic() {
        let found = report(
            "Final-Recipient: rfc822;a@b.example",
            "Action: failed",
            "Status: 5.0.0",
            "Diagnostic-Code: smtp; 550 5.7.1 policy"
        )
        #expect(found?.status == "5.7.1")
    }

    @Test("A delay is no failure") func delay() {
        let found = report("Final-Recipient: rfc822;a@b.example", "Action: delayed", "Status: 4.4.1")
        #expect(found?.kind == .transient)
    }

    private func report(_ fields: String...) -> Bounce? {
        let head = [
            "From: MAILER-DAEMON@m.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "", "--b", "",
            "sorry", "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; m.example", "",
        ]
        return KindRules().judge(
            MailParser().parse(Array((head + fields + ["", "--b--"]).joined(separator: "\n").utf8))
        ).bounce
    }
}
