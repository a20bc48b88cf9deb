import FoundationEssentials
import SMTP
import Testing
import Tickets
import WorkerKit

@testable import Notifier

@Suite("Mail decisions")
struct MailTests {
    private func draft(_ number: Int, to address: String? = "lan@customer.example", automatic: Bool = true) -> Draft {
        Draft(
            ticket: .numbered(1),
            reason: "r\(number)",
            template: "progress",
            audience: .customer,
            automatic: automatic,
            address: address,
            language: "en",
            subject: "s",
            body: "b"
        )
    }

    private func queued(_ template: String, automatic: Bool = true, attempts: Int = 1, toCustomer: Bool = true)
        -> QueuedMail
    {
        QueuedMail(
            id: .numbered(7),
            ticket: .numbered(1),
            isToCustomer: toCustomer,
            template: template,
            automatic: automatic,
            address: "lan@customer.example",
            recipientName: "Lan",
            language: "ar",
            subject: "[AS-1] x",
            body: "مرحبا",
            mailID: "<n.7@maker.example>",
            inReplyTo: "<m1@customer.example>",
            references: ["<m0@customer.example>", "<m1@customer.example>"],
            attempts: attempts,
            claimedAt: Date(timeIntervalSince1970: 1_790_000_000)
        )
    }

    private func bytes(_ mail: QueuedMail, bounce: String? = nil) throws -> (sender: String, text: String) {
        let letterhead = Letterhead(
            from: (name: "Maker", address: "service@maker.example"),
            domain: "maker.example",
            bounceAddress: bounce.flatMap(BounceAddress.init)
        )
        let outgoing = try letterhead.mail(mail)
        return (outgoing.sender, String(decoding: outgoing.message, as: UTF8.self))
    }

    @Test("a colleague gets automatic mail, whatever the address says", arguments: ["root", "no-reply", "abuse"])
    func colleague(local: String) {
        var office = PostOffice.of()

        let staff = office.admit(.automatic(1, to: "\(local)@c.example", audience: .staff))
        let customer = office.admit(.automatic(2, to: "\(local)@c.example"))

        #expect(staff?.obstacle == nil)
        #expect(customer?.obstacle == "nobody reads that address, it says")
    }

    @Test("an hour's budget counts earlier messages and the batch")
    func budget() {
        var office = PostOffice.of(addresses: ["lan@customer.example": .init(hour: 3, day: 3)])

        let admitted = (1...4).compactMap { office.admit(draft($0)) }
        let human = office.admit(draft(5, automatic: false))

        #expect(admitted.map { $0.obstacle == nil } == [true, true, false, false])
        #expect(admitted.last?.obstacle == "budget of the address: 5 automatic mails an hour")
        #expect(human?.obstacle == nil)
    }

    @Test("a known reason, a suppressed, a missing and an unread address send nothing")
    func obstacles() {
        var office = PostOffice.of(known: ["r1"], suppressed: ["eve@customer.example"])

        #expect(office.admit(draft(1)) == nil)
        #expect(office.admit(draft(2, to: "eve@customer.example"))?.obstacle == "the address is suppressed")
        #expect(office.admit(draft(3, to: nil))?.obstacle == "no e-mail address")
        #expect(office.admit(draft(6, to: "no-reply@shop.example"))?.obstacle == "nobody reads that address, it says")
        #expect(office.admit(draft(7, to: "no-reply@shop.example", automatic: false))?.obstacle == nil)
        #expect(office.admit(draft(4))?.obstacle == nil)
        #expect(office.admit(draft(4)) == nil)
    }

    @Test("pauses grow and end after two days", arguments: [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (15, 240)])
    func pauses(attempt: Int, minutes: Int) {
        #expect(MailResult.pause(afterAttempt: attempt) == .seconds(minutes * 60))
        #expect(MailResult.pause(afterAttempt: 16) == nil)
    }

    @Test(
        "each outcome leads to its state",
        arguments: [
            (.accepted(reply: "250 ok"), 1, .sent, false), (.deferred(code: 451, reason: "busy"), 1, .queued, false),
            (.deferred(code: 451, reason: "busy"), 16, .failed, false),
            (.rejected(code: 550, reason: "no", recipient: true), 1, .failed, true),
            (.rejected(code: 550, reason: "no", recipient: false), 1, .failed, false),
            (.unreachable(reason: "away"), 16, .queued, false), (.uncertain(reason: "silence"), 1, .uncertain, false),
            (.aborted(reason: "not granted"), 1, .queued, false),
        ] as [(SMTPOutcome, Int, MailResult.State, Bool)]
    )
    func outcomes(outcome: SMTPOutcome, attempts: Int, state: MailResult.State, suppresses: Bool) {
        let result = MailResult(outcome, of: queued("progress", attempts: attempts))

        #expect(result.state == state)
        #expect(result.suppressesAddress == suppresses)
        #expect((result.delay != nil) == (state == .queued))
    }

    @Test("automatic mail says so and has a null sender")
    func automatic() throws {
        let acknowledgement = try bytes(queued("acknowledgement"))
        let progress = try bytes(queued("progress"), bounce: "bounces@maker.example")

        #expect(acknowledgement.sender.isEmpty)
        #expect(acknowledgement.text.contains("Auto-Submitted: auto-replied\r\n"))
        #expect(acknowledgement.text.contains("X-Auto-Response-Suppress: DR, RN, OOF, AutoReply\r\n"))
        #expect(acknowledgement.text.contains("Precedence: auto_reply\r\n"))
        #expect(acknowledgement.text.contains("In-Reply-To: <m1@customer.example>\r\n"))
        #expect(acknowledgement.text.contains("References: <m0@customer.example> <m1@customer.example>\r\n"))
        #expect(progress.text.contains("Auto-Submitted: auto-generated\r\n"))
        #expect(progress.sender == "bounces+\(UUID.numbered(7).text)@maker.example")
    }

    @Test("a person's mail carries no automatic headers")
    func human() throws {
        let mail = try bytes(queued("agent_reply", automatic: false))

        #expect(mail.sender == "service@maker.example")
        #expect(!mail.text.contains("Auto-Submitted"))
        #expect(!mail.text.contains("X-Auto-Response-Suppress"))
    }

    @Test("settings that cannot work are refused by name")
    func settings() {
        var reader = SettingsReader(["AFTERSAIL_MAIL_FROM": "nobody", "AFTERSAIL_LINK_KEY": "short"])
        _ = NotifierSettings(&reader)

        let error = #expect(throws: SettingsError.self) { try reader.finish() }
        for name in ["AFTERSAIL_MAIL_FROM", "AFTERSAIL_LINK_KEY", "AFTERSAIL_SMTP_URL"] {
            #expect(error?.description.contains(name) == true)
        }
    }
}
