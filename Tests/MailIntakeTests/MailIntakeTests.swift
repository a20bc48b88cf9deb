import Contracts
import FoundationEssentials
import Mail
import Testing

@testable import MailIntake

@Suite("Mails as requests") struct MailIntakeTests {
    @Test("a person's reply carries what is new, keeps the whole beside it, and answers newest last")
    func reply() throws {
        let made = request(
            "Received: from mx.e.example by us.example; Sat, 21 Nov 2026 07:59:00 +0000",
            "Received: from home by mx.e.example; Sat, 21 Nov 2026 05:00:00 +0000",
            "From: =?utf-8?Q?J=C3=B6?= <j@e.example>",
            "Message-ID: <2@e.example>",
            "Content-Language: de-AT",
            "In-Reply-To: <3@us.example>",
            "References: <1@us.example> <3@us.example> <2@us.example>",
            "Subject: Re: pump",
            "",
            "It leaks.",
            "",
            "On 5 March 2024 at 10:00 Ann <a@us.example> wrote:",
            "> Does it leak?"
        )

        #expect(made.channel == "email")
        #expect(made.account == "support@us.example")
        #expect(made.externalId == "<2@e.example>")
        #expect(made.receivedAt == now.addingTimeInterval(-60))
        #expect(made.sender == IntakeRequestV1.Sender(name: "Jö", email: "j@e.example"))
        #expect(made.subject == "Re: pump")
        #expect(made.body == "It leaks.")
        #expect(made.mail?.fullText?.contains("> Does it leak?") == true)
        #expect(made.mail?.kind == "person")
        #expect(made.locale == "de-AT")
        #expect(made.inReplyTo == ["<1@us.example>", "<2@us.example>", "<3@us.example>"])
        #expect(made.machine == nil)
        #expect(made.setAside == nil)
    }

    @Test("a mail without an id gets the same one each time, and none that breaks a line")
    func ids() {
        let first = request("Received: by one", "From: a@e.example", "", "x").externalId
        #expect(first == request("Received: by two", "From: a@e.example", "", "x").externalId)
        #expect(first.hasSuffix("@made-up.invalid>"))
        let broken = request("From: a@e.example", "Message-ID: <a\u{2028}b@e.example>", "", "x").externalId
        #expect(broken.hasSuffix("@made-up.invalid>"))
    }

    @Test(
        "what no person wrote is a machine's, with its kind",
        arguments: [
            ("Auto-Submitted: auto-replied", "auto_reply"), ("X-Failed-Recipients: a@b.example", "bounce"),
            ("List-Id: <news.e.example>", "list"),
            ("Content-Type: multipart/report; report-type=disposition-notification", "report"),
        ]
    )
    func machines(_ field: String, _ kind: String) {
        let made = request("From: a@e.example", field, "Subject: x", "", "y")
        #expect(made.machine == true)
        #expect(made.mail?.kind == kind)
        #expect(made.setAside == nil)
    }

    @Test("a group whose address is ours is no list: customers write through it")
    func group() {
        let made = request(
            "From: a@e.example",
            "List-Id: Support <support.us.example>",
            "Precedence: list",
            "List-Unsubscribe: <mailto:x@g.example>",
            "",
            "My pump leaks."
        )
        #expect(made.mail?.kind == "person")
        #expect(made.machine == nil)
    }

    @Test("our own mail come back and what is no mail make no ticket and nobody a customer")
    func aside() {
        let own = request("From: Support <Support@US.example>", "", "x")
        #expect(own.setAside?.contains("own mail") == true)
        #expect(own.sender == IntakeRequestV1.Sender())
        #expect(own.mail?.original.size ?? 0 > 0)
        let junk = request("\u{1}\u{2} no mail at all")
        #expect(junk.setAside?.contains("no header") == true)
        #expect(request("").setAside != nil)
    }

    @Test("a customer's mail that a colleague passes on is the customer's; a stranger passing one on is the stranger's")
    func forwarded() {
        let lines = [
            "Subject: Fwd: pump", "", "please see to it", "", "---------- Forwarded message ---------",
            "From: Li Na <lina@c.example>", "Date: Fri, 20 Nov 2026", "Subject: pump", "To: Ann <ann@us.example>", "",
            "My pump leaks.",
        ].joined(separator: "\r\n")
        let intake = MailIntake(staff: ["us.example"])

        let made = request("From: Ann <ann@us.example>", lines, intake: intake)
        #expect(made.sender == IntakeRequestV1.Sender(name: "Li Na", email: "lina@c.example"))
        #expect(made.mail?.forwardedBy == "ann@us.example")
        #expect(made.body.contains("My pump leaks."))

        let strange = request("From: Bob <bob@e.example>", lines, intake: intake)
        #expect(strange.sender.email == "bob@e.example")
        #expect(strange.mail?.forwardedBy == nil)
    }

    @Test("without a usable From the next best address is taken, and else a contact point of this mail alone")
    func nobody() throws {
        #expect(request("From: MAILER-DAEMON", "Reply-To: a@e.example", "", "x").sender.email == "a@e.example")
        #expect(request("From: undisclosed", "Return-Path: <b@e.example>", "", "x").sender.email == "b@e.example")
        let envelope = MailDelivery(account: "support@us.example", at: now, sender: "c@e.example")
        #expect(request("Subject: y", "", "x", delivery: envelope).sender.email == "c@e.example")
        let first = request("From: Ghost", "", "x").sender
        #expect(first.email == nil && first.handle != nil && first.name == "Ghost")
        #expect(first.handle != request("From: Ghost", "", "y").sender.handle)
    }

    @Test("the account is what the delivery says, else what its servers say, without capitals")
    func account() {
        let named = MailDelivery(at: now, recipients: ["Help@US.example"])
        #expect(request("From: a@e.example", "", "x", delivery: named).account == "help@us.example")
        let unnamed = MailDelivery(at: now)
        let made = request("Delivered-To: desk@us.example", "From: a@e.example", "", "x", delivery: unnamed)
        #expect(made.account == "desk@us.example")
        #expect(request("From: a@e.example", "", "x", delivery: unnamed).account == nil)
    }

    @Test(
        "a mail to a marked address of ours names the mailbox as account, and all whom it is to beside it, marked ones first"
    )
    func addressees() {
        let token = "ragmaaaaaabyabaaaaaaaaaaailwdhao66j74uuisjy"
        let people = (1...30).map { "p\($0)@e.example" }.joined(separator: ", ")

        let made = request(
            "Delivered-To: Service+\(token)@us.example",
            "From: a@e.example",
            "To: Ann <ann@e.example>, \(people)",
            "Cc: Maker <service+\(token)@us.example>",
            "",
            "x",
            delivery: MailDelivery(at: now)
        )

        #expect(made.account == "service@us.example")
        #expect(made.mail?.envelopeRecipients == ["Service+\(token)@us.example"])
        #expect(made.mail?.addressees?.count == 20)
        #expect(made.mail?.addressees?.prefix(2) == ["service+\(token)@us.example", "ann@e.example"])
        #expect(request("From: a@e.example", "", "x").mail?.addressees == nil)
    }

    @Test("a Received from the future counts for nothing")
    func future() {
        let made = request("Received: by x; Sun, 22 Nov 2026 07:59:00 +0000", "From: a@e.example", "", "x")
        #expect(made.receivedAt == now)
    }

    @Test("attachments name hash, size and place")
    func attachments() throws {
        let made = request(
            "From: a@e.example",
            "Content-Type: application/pdf; name=\"a b.pdf\"",
            "Content-Transfer-Encoding: base64",
            "",
            "YWJj"
        )
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(
            made.attachments == [
                .init(
                    name: "a b.pdf",
                    mediaType: "application/pdf",
                    size: 3,
                    sha256: hash,
                    url: "aftersail-mail:\(hash)"
                )
            ]
        )
    }

    @Test("however long its parts are, a request stays within the contract")
    func bounds() throws {
        let long = String(repeating: "\"é", count: 600_000)
        let made = request(
            "From: \(String(repeating: "x", count: 3_000)) <a@e.example>",
            "To: \((0..<60).map { "\(String(repeating: "\\\"泵", count: 20 + $0))+\($0)@e.example" }.joined(separator: ", "))",
            "Subject: \(String(repeating: "泵", count: 3_000))",
            "References: \(String(repeating: "<a@b.example> ", count: 5))"
                + (0..<300).map { "<\($0)@b.example>" }.joined(),
            "Content-Type: text/plain; charset=utf-8",
            "",
            long
        )
        #expect(made.subject?.unicodeScalars.count == 2_000)
        #expect(made.sender.name?.unicodeScalars.count == 200)
        #expect(made.body.utf8.count <= 1 << 20)
        #expect(made.inReplyTo?.count == 100)
        #expect(made.inReplyTo?.last == "<299@b.example>")
        let mail = try JSONDocument(try WireJSON.encode(made)).root
        guard case .object(let members) = mail, let facts = members["mail"] else {
            Issue.record("no member mail")
            return
        }
        #expect(facts.text.utf8.count < 64 << 10)
    }

    @Test("a bounce answers the mail that it brings back, and says which address of ours it came to")
    func bounce() {
        let made = request(
            "Return-Path: <>",
            "From: Mail Delivery System <MAILER-DAEMON@relay.example>",
            "To: bounces+0199aaaa-0000-7000-8000-000000000001@us.example",
            "Subject: Undelivered Mail Returned to Sender",
            "Message-ID: <dsn1@relay.example>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "I'm sorry to have to inform you that your message could not be delivered.",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; relay.example",
            "",
            "Final-Recipient: rfc822; lan@customer.example",
            "Action: failed",
            "Status: 5.1.1",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            "Message-ID: <n.12@us.example>",
            "To: lan@customer.example",
            "--b--",
            ""
        )

        #expect(made.machine == true && made.mail?.kind == "bounce")
        #expect(made.inReplyTo == ["<n.12@us.example>"])
        #expect(made.mail?.bounce == .init(kind: "permanent", status: "5.1.1", recipients: ["lan@customer.example"]))
        #expect(made.mail?.envelopeRecipients == ["bounces+0199aaaa-0000-7000-8000-000000000001@us.example"])
    }
}
