import Contracts
import FoundationEssentials
import Harness
import Mail
import Postgres
import Proving
import Testing
import Tickets

/// Our mails and the answers to them, by way of a mail server, the command line, the broker and the workers.
@Suite("Answers to our mails", .freshDatabase, .freshBroker, .serialized, .timeLimit(.minutes(5)))
struct ThreadTests {
    /// In force, and the one before.
    private static let keys = ["the-key-in-force-of-16-and-more", "the-key-before-it-of-16-and-more"]
    private static let marked = [
        "AFTERSAIL_THREAD_KEY": keys.joined(separator: ","), "AFTERSAIL_REPLY_ADDRESS": "support@us.example",
        "AFTERSAIL_SURVEY_DELAY": "0s",
    ]
    private static let others = ["classifier", "dispatcher", "sla-monitor", "notifier"]

    private func tokens(_ key: String) -> ThreadTokens { ThreadTokens(keys: [Array(key.utf8)]) }

    /// A ticket of Lan's, and its acknowledgement as Lan got it.
    private func acknowledged(_ office: MailOffice, _ id: String = "1") async throws -> (
        number: String, mail: ParsedMail
    ) {
        let before = try office.mails(to: "lan@e.example").count
        let made = try office.submit(
            "From: Lan <lan@e.example>\nMessage-ID: <\(id)@e.example>\nReferences: <0@e.example>\nSubject: pump\n\n"
                + "The pump does not start."
        )
        let number = try #require(made.string("ticket"))
        try await eventually("the acknowledgement is there", within: .seconds(60)) {
            try office.mails(to: "lan@e.example").dropFirst(before).contains { $0.subject.contains(number) }
        }
        let mail = try office.mails(to: "lan@e.example").dropFirst(before).first { $0.subject.contains(number) }
        return (number, try #require(mail))
    }

    @Test(
        "an answer from another address finds its ticket by whatever is left of our mail, and nobody else's mail does"
    )
    func answers() async throws {
        let office = try await MailOffice(beside: Self.others, variables: Self.marked)
        let (number, ours) = try await acknowledged(office)
        let reference = try #require(ours.messageID)
        let address = try #require(ours.replyTo.first?.address)
        let ticket = try #require(tokens(Self.keys[0]).id(.reply, within: reference))
        func answer(_ id: String, _ lines: String..., from: String = "lan@home.example") throws -> String? {
            try office.submit((["From: \(from)", "Message-ID: <\(id)@home.example>"] + lines).joined(separator: "\n"))
                .string("ticket")
        }

        let byReference = try answer("r", "Subject: once more", "References: <\(reference)>", "", "It still stands.")
        let byAddress = try answer("a", "Subject: once more", "To: Maker <\(address)>", "", "It still stands.")
        let quotation = ours.text.split(separator: "\n").map { "> \($0)" }
        let byText = try office.submit(
            (["From: helpdesk@e.example", "Message-ID: <t@home.example>", "", "It still stands.", ""] + quotation)
                .joined(separator: "\n")
        ).string("ticket")
        let old = try #require(tokens(Self.keys[1]).address(.reply, for: ticket, at: "support@us.example"))
        let byOldKey = try answer("o", "Subject: once more", "To: \(old)", "", "It still stands.")

        #expect([byReference, byAddress, byText, byOldKey] == [number, number, number, number])
        #expect(ours.inReplyTo == ["1@e.example"] && ours.references == ["0@e.example", "1@e.example"])
        #expect(await office.number("SELECT count(*) AS n FROM message WHERE flags = '{joined_by_token}'") == 4)

        let forgedKey = try #require(
            tokens("no key of ours at all").address(.reply, for: ticket, at: "support@us.example")
        )
        let noSurveys = try #require(tokens(Self.keys[0]).address(.noSurveys, for: ticket, at: "support@us.example"))
        let forged = try answer("f", "Subject: x", "To: \(forgedKey)", "", "y")
        let purpose = try answer("p", "Subject: x", "References: <n.1.\(noSurveys)>", "", "y")
        let stranger = try answer("s", "Subject: Re: [\(number)] pump", "", "y", from: "eve@evil.example")

        #expect(![forged, purpose, stranger].contains(number))
        #expect(![forged, purpose, stranger].contains(nil))
        #expect(await office.number("SELECT count(*) AS n FROM link_suggestion") == 1)

        _ = try office.run("ticket", "resolve", number, "mended", "--solution", "guidance")
        try await eventually("the customer is told", within: .seconds(60)) {
            try office.mails(to: "lan@e.example").count == 2
        }
        let told = try await office.rows(
            "SELECT DISTINCT n.address FROM notification n WHERE n.audience = 'customer' AND n.ticket_id = '\(ticket)'"
        )
        #expect(try told.map { row in try row("address") as String } == ["lan@e.example"])
        let shown = try office.run("ticket", "show", number)
        #expect(shown.output.contains("joined by a token of ours, from email:helpdesk@e.example"), "\(shown.output)")
        try await office.close()
    }

    @Test("without a key mails are as they were, and the answer of whoever wrote finds its ticket all the same")
    func unmarked() async throws {
        let office = try await MailOffice(beside: Self.others)
        let (number, ours) = try await acknowledged(office)

        let own = try office.submit(
            "From: lan@e.example\nMessage-ID: <2@e.example>\nReferences: <\(ours.messageID ?? "")>\n\nIt still stands."
        )
        let other = try office.submit(
            "From: lan@home.example\nMessage-ID: <3@e.example>\nReferences: <\(ours.messageID ?? "")>\n\nIt still stands."
        )

        #expect(ours.replyTo.isEmpty && !ours.text.contains("Ref: "))
        #expect(own.string("ticket") == number)
        #expect(other.string("ticket") != number)
        try await office.close()
    }

    @Test("a mail to where an invitation says ends surveys for its reader, once, without a ticket")
    func noMoreSurveys() async throws {
        let office = try await MailOffice(beside: Self.others + ["survey"], variables: Self.marked)
        let first = try await acknowledged(office)
        _ = try office.run("ticket", "resolve", first.number, "mended", "--solution", "guidance")
        try await eventually("the invitation is there", within: .seconds(60)) {
            try office.mails(to: "lan@e.example").contains { $0.headers["list-unsubscribe"] != nil }
        }
        let field = try #require(
            try office.mails(to: "lan@e.example").compactMap { $0.headers["list-unsubscribe"] }.first
        )
        let uri = try #require(field.split { "<>".contains($0) }.first { $0.hasPrefix("mailto:") })
        let address = try #require(URLComponents(string: String(uri))).path

        let answers = try (1...2).map { number in
            try office.submit(
                "From: lan@e.example\nMessage-ID: <u\(number)@e.example>\nTo: \(address)\nSubject: unsubscribe\n\n"
            )
        }
        let second = try await acknowledged(office, "2")
        _ = try office.run("ticket", "resolve", second.number, "mended", "--solution", "guidance")

        try await eventually("the second survey is cancelled", within: .seconds(60)) {
            await office.number("SELECT count(*) AS n FROM survey WHERE state = 'cancelled'") == 1
        }
        #expect(answers.map { $0["accepted"] } == [.bool(true), .bool(true)])
        #expect(answers.map { $0.string("ticket") } == [first.number, first.number])
        #expect(await office.number("SELECT count(*) AS n FROM ticket") == 2)
        #expect(await office.number("SELECT count(*) AS n FROM survey_refusal WHERE address = 'lan@e.example'") == 1)
        #expect(try office.mails(to: "lan@e.example").filter { $0.headers["list-unsubscribe"] != nil }.count == 1)
        try await office.close()
    }
}
