import FoundationEssentials
import SMTP
import Testing
import Tickets
import WorkerKit

@testable import Notifier

@Suite("Marks by which answers find their ticket")
struct ThreadMarksTests {
    private static let tokens = ThreadTokens(keys: [Array("the key in force".utf8)])
    private static let ticket = UUID.numbered(1)

    private func letterhead(replyMailbox: String? = "service@maker.example", showsToken: Bool = true) -> Letterhead {
        Letterhead(
            from: (name: "Maker", address: "hello@maker.example"),
            domain: "maker.example",
            bounceAddress: nil,
            marks: ThreadMarks(tokens: Self.tokens, replyMailbox: replyMailbox, showsToken: showsToken)
        )
    }

    private func draft(_ reason: String, _ audience: Draft.Audience = .customer, ticket: UUID = ticket) -> Draft {
        Draft(
            ticket: ticket,
            reason: reason,
            template: "progress",
            audience: audience,
            automatic: true,
            address: "lan@customer.example",
            language: "en",
            subject: "s",
            body: "b"
        )
    }

    private func text(_ template: String, _ head: Letterhead, toCustomer: Bool = true, automatic: Bool = true) throws
        -> String
    {
        let mail = QueuedMail(
            id: .numbered(7),
            ticket: Self.ticket,
            isToCustomer: toCustomer,
            template: template,
            automatic: automatic,
            address: "lan@customer.example",
            recipientName: "Lan",
            language: "ar",
            subject: "s",
            body: "Hello.\n\nMaker\n",
            mailID: "<n.7@maker.example>",
            inReplyTo: nil,
            references: [],
            attempts: 1,
            claimedAt: Date(timeIntervalSince1970: 1_790_000_000)
        )
        return String(decoding: try head.mail(mail).message, as: UTF8.self)
    }

    @Test(
        "a customer's Message-ID holds the ticket's token and is the same when it is written again; staff's holds none"
    )
    func messageID() throws {
        let head = letterhead()

        let first = head.mailID(of: draft("r1"))

        #expect(Self.tokens.id(.reply, within: first) == Self.ticket)
        #expect(first == head.mailID(of: draft("r1")))
        #expect(first != head.mailID(of: draft("r2")))
        #expect(first.hasPrefix("<n.") && first.hasSuffix("@maker.example>"))
        let staff = head.mailID(of: draft("r1", .staff))
        #expect(staff.utf8.count == "<n.@maker.example>".utf8.count + 32)
        #expect(Self.tokens.id(.reply, within: staff) == nil)
    }

    @Test("a customer answers to the ticket's address and finds its token below the text", arguments: [false, true])
    func marked(automatic: Bool) throws {
        let token = try #require(Self.tokens.token(.reply, for: Self.ticket))

        let mail = try text("agent_reply", letterhead(), automatic: automatic)

        let unfolded = mail.replacing("\r\n ", with: " ")
        #expect(unfolded.contains("Reply-To: Maker <service+\(token)@maker.example>\r\n"))
        #expect(mail.contains("Maker\r\n\r\nRef: \(token)\r\n"))
        #expect(mail.contains("<html lang=3D\"ar\" dir=3D\"rtl\">") || mail.contains("<html lang=\"ar\" dir=\"rtl\">"))
        #expect(mail.contains("Content-Language: ar\r\n"))
        #expect(mail.components(of: token) >= 3)
    }

    @Test("staff's mail and mail without a key are marked by nothing")
    func unmarked() throws {
        let plain = Letterhead(
            from: (name: "Maker", address: "hello@maker.example"),
            domain: "maker.example",
            bounceAddress: nil,
            marks: ThreadMarks(tokens: .none, replyMailbox: nil, showsToken: true)
        )

        let staff = try text("assignment", letterhead(), toCustomer: false)
        let keyless = try text("survey_invitation", plain)

        for mail in [staff, keyless] {
            #expect(!mail.contains("Reply-To") && !mail.contains("Ref:") && !mail.contains("List-Unsubscribe"))
        }
        #expect(plain.mailID(of: draft("r1")) == letterhead().mailID(of: draft("r1", .staff)))
    }

    @Test(
        "the token below the text can be left out, and answers go to the sender where no mailbox takes marked addresses"
    )
    func fewer() throws {
        let mail = try text("progress", letterhead(replyMailbox: nil, showsToken: false))

        #expect(!mail.contains("Reply-To") && !mail.contains("Ref:"))
    }

    @Test("an invitation to a survey says how to get no more of them, by mail alone; other mail says nothing of it")
    func unsubscribe() throws {
        let token = try #require(Self.tokens.token(.noSurveys, for: .numbered(7)))

        let invitation = try text("survey_invitation", letterhead())
        let progress = try text("progress", letterhead())

        let unfolded = invitation.replacing("\r\n ", with: " ")
        let uri = "mailto:service%2B\(token)@maker.example?subject=unsubscribe"
        #expect(unfolded.contains("List-Unsubscribe: <\(uri)>\r\n"))
        #expect(URLComponents(string: uri)?.path == "service+\(token)@maker.example")
        #expect(!invitation.contains("List-Unsubscribe-Post"))
        #expect(!progress.contains("List-Unsubscribe"))
    }

    @Test(
        "every kind of automatic mail says so, a person's carries none of it",
        arguments: [
            ("acknowledgement", true), ("acknowledgement_without_promise", true), ("progress", true),
            ("progress_waiting", true), ("resolved", true), ("closed", true), ("reopened", true),
            ("survey_invitation", true), ("agent_reply", false), ("solution_proposed", false),
        ]
    )
    func automatic(template: String, automatic: Bool) throws {
        let mail = try text(template, letterhead(), automatic: automatic)

        #expect(mail.contains("Auto-Submitted: ") == automatic)
        #expect(mail.contains("X-Auto-Response-Suppress: ") == automatic)
        #expect(mail.contains("Precedence: ") == template.hasPrefix("acknowledgement"))
    }

    @Test(
        "settings that cannot work are refused by name",
        arguments: [
            ("AFTERSAIL_THREAD_KEY", "short"), ("AFTERSAIL_REPLY_ADDRESS", "nobody"),
            ("AFTERSAIL_REPLY_ADDRESS", "our-whole-service-desk@maker.example"), ("AFTERSAIL_THREAD_MARKER", "yes"),
        ]
    )
    func settings(name: String, value: String) {
        var reader = SettingsReader(["AFTERSAIL_MAIL_PROVIDER": "recording", name: value])

        _ = NotifierSettings(&reader)

        #expect { try reader.finish() } throws: { "\($0)".contains(name) }
    }
}

extension String {
    /// How often a text occurs, line folding of quoted-printable left out.
    fileprivate func components(of text: String) -> Int {
        replacing("=\r\n", with: "").split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
