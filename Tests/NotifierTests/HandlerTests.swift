import Contracts
import FoundationEssentials
import Harness
import Postgres
import SMTP
import Testing

@testable import Notifier
@testable import WorkerKit

@Suite("Notifier handlers", .freshDatabase)
struct HandlerTests {
    private static let due = Date(timeIntervalSince1970: 1_790_000_000)
    private static let ticket = UUID.numbered(1)

    static let announced: [any Announced] = [
        SLAPromisedV1(ticketID: ticket, earliest: due, latest: due, policyVersion: "1"),
        TicketAssignedV1(ticketID: ticket, assignmentID: ticket, agentID: "li.wei", teamID: "technical"),
        TicketReturnedV1(ticketID: ticket, assignmentID: ticket, agentID: "li.wei", reason: "away"),
        TicketRepliedV1(ticketID: ticket, version: 1, entryID: ticket),
        TicketProposedV1(ticketID: ticket, version: 1, entryID: ticket),
        TicketObjectedV1(ticketID: ticket, version: 1, entryID: ticket),
        TicketResolvedV1(ticketID: ticket, version: 1, cycle: 1),
        TicketClosedV1(ticketID: ticket, version: 1, cycle: 1),
        TicketReopenedV1(ticketID: ticket, version: 1, cycle: 1),
        SLAWarnedV1(ticketID: ticket, metric: "resolution", cycle: 1, share: 50, dueAt: due, deadlineVersion: 1),
        SLABreachedV1(
            ticketID: ticket,
            metric: "resolution",
            cycle: 1,
            level: 1,
            role: "lead",
            dueAt: due,
            deadlineVersion: 1
        ),
        SLAProgressDueV1(ticketID: ticket, cycle: 1, dueAt: due),
        SurveyInvitedV1(ticketID: ticket, surveyID: ticket),
        SurveyLowScoreV1(ticketID: ticket, surveyID: ticket, followUpID: ticket, score: 1),
    ]

    private func announce<Body: Announced>(_ body: Body, on rig: Rig, attempt: Int = 1) async throws -> [Verdict] {
        try await rig.decide(Announce(Body.self, try rig.composer()), [body], attempt: attempt)
    }

    @Test("a marked ticket gets one mail, the acknowledgement with the answer, unless somebody is in danger")
    func answered() async throws {
        let rig = try await Rig.make()
        let marked = try await rig.ticket(1) { $0.language = "en" }
        let danger = try await rig.ticket(2) { $0.language = "en" }
        try await rig.database.execute("UPDATE triage SET article_id = 'lid', safety = ticket_id = $1", danger)
        try await rig.database.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('articles', 1, $1, '\\x00', true, 'test')
            """,
            JSONText(#"{"articles":[{"id":"lid","version":1,"texts":{"en":{"title":"Lid","answer":"Press here."}}}]}"#)
        )

        for ticket in [marked, marked, danger] {
            let promise = SLAPromisedV1(ticketID: ticket, earliest: Self.due, latest: Self.due, policyVersion: "1")
            #expect(try await announce(promise, on: rig) == [.done])
        }

        let mails = try await rig.database.transaction { transaction in
            try await transaction.rows(
                "SELECT template, body LIKE '%Press here.%' AS told FROM notification ORDER BY ticket_id"
            )
            .map { row in try "\(row("template") as String) \(row("told") as Bool)" }
        }
        #expect(mails == ["acknowledgement_with_answer true", "acknowledgement false"])
    }

    @Test("a second delivery tells nobody twice", arguments: announced.indices)
    func twice(index: Int) async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        try await rig.entry(on: Self.ticket, "Press reset.")
        try await rig.survey(of: Self.ticket, comment: "Slow.")

        let first = try await announce(Self.announced[index], on: rig)
        let second = try await announce(Self.announced[index], on: rig)

        #expect(first == [.done])
        #expect(second == [.done])
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'queued'") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM notification") == 1)
    }

    @Test("a ticket that is not there yet is waited for ten times")
    func waiting() async throws {
        let rig = try await Rig.make()
        let message = SLAProgressDueV1(ticketID: .numbered(5), cycle: 1, dueAt: Self.due)

        let early = try await announce(message, on: rig, attempt: 9)
        let late = try await announce(message, on: rig, attempt: 10)

        #expect(early == [.retry(after: .seconds(1))])
        #expect(late == [.park(reason: "the ticket is not there; replay the message once it is")])
    }

    @Test("a machine's message is told to nobody")
    func machine() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        let messages = [true, false].enumerated().map { index, machine in
            TicketMessageReceivedV1(
                ticketID: Self.ticket,
                messageID: .numbered(index),
                clockStart: Self.due,
                machine: machine
            )
        }

        let handler = AnnounceMessages(composer: try rig.composer())
        let verdicts = try await rig.decide(handler, messages)
        let again = try await rig.decide(handler, messages)

        #expect(verdicts == [.done, .done])
        #expect(again == verdicts)
        #expect(try await rig.text("SELECT reason AS t FROM notification") == "message:\(UUID.numbered(1).text)")
        #expect(try await rig.text("SELECT address AS t FROM notification") == "li.wei@maker.example")
    }

    @Test("who has no address is listed as suppressed")
    func addressless() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1) { ticket in
            (ticket.email, ticket.channel, ticket.agent) = (nil, "whatsapp", "kim")
        }

        _ = try await announce(
            SLAPromisedV1(ticketID: Self.ticket, earliest: nil, latest: nil, policyVersion: "1"),
            on: rig
        )
        _ = try await announce(
            TicketAssignedV1(ticketID: Self.ticket, assignmentID: Self.ticket, agentID: "kim", teamID: "technical"),
            on: rig
        )

        let listed = """
            SELECT count(*) AS n FROM notification
            WHERE state = 'suppressed' AND channel = 'none' AND failure = 'no e-mail address'
            """
        #expect(try await rig.number(listed) == 2)
    }

    @Test("three replicas together keep one address's budget")
    func budget() async throws {
        let rig = try await Rig.make()
        for number in 1...12 { try await rig.ticket(number) { $0.email = number == 1 ? "lan@customer.example" : nil } }
        try await rig.database.execute("UPDATE ticket SET customer_id = $1", UUID.numbered(1))

        try await withThrowingTaskGroup { group in
            for replica in 0..<3 {
                group.addTask {
                    let messages = (1...4).map { number in
                        TicketResolvedV1(ticketID: .numbered(replica * 4 + number), version: 1, cycle: 1)
                    }
                    _ = try await rig.decide(Announce(TicketResolvedV1.self, try rig.composer()), messages)
                }
            }
            try await group.waitForAll()
        }

        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'queued'") == 5)
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'suppressed'") == 7)
    }

    @Test("the budget is free again after an hour")
    func refilled() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        func progress(_ cycles: ClosedRange<Int>) async throws {
            let due = cycles.map { SLAProgressDueV1(ticketID: Self.ticket, cycle: $0, dueAt: Self.due) }
            _ = try await rig.decide(Announce(SLAProgressDueV1.self, try rig.composer()), due)
        }

        try await progress(1...6)
        try await rig.database.execute(
            "UPDATE notification SET state = 'sent', sent_at = aftersail.now() WHERE state = 'queued'"
        )
        try await rig.advance(seconds: 3_601)
        try await progress(7...7)

        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'suppressed'") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'queued'") == 1)
    }

    @Test("loaded templates replace the built-in wording")
    func templates() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        let templates = ["en", "zh", "es", "de", "ar", "vi"].map { language in
            #"{"key": "closed", "language": "\#(language)", "subject": "Over", "text": "{{ticket}} is over."}"#
        }
        try await rig.database.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('templates', 1, $1, '', true, 'test')
            """,
            JSONText(#"{"templates": [\#(templates.joined(separator: ","))]}"#)
        )

        _ = try await announce(TicketClosedV1(ticketID: Self.ticket, version: 1, cycle: 1), on: rig)

        #expect(try await rig.text("SELECT subject AS t FROM notification") == "[AS-T0000001] Over")
        #expect(try await rig.text("SELECT body AS t FROM notification") == "AS-T0000001 is over.")
    }

    @Test("a person's decision about an uncertain mail counts once")
    func settled() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        for (number, state) in [(11, "uncertain"), (12, "uncertain"), (13, "failed"), (14, "sent")] {
            try await rig.notification(number, on: ticket, state: state, epoch: nil, to: "lan@customer.example")
        }
        let wishes = [(11, "sent"), (12, "failed"), (13, "resend"), (14, "resend"), (15, "sent"), (11, "lost")].map {
            NotificationSettleRequestedV1(notificationID: .numbered($0.0), outcome: $0.1, actor: "operator:eva")
        }

        let first = try await rig.decide(SettleNotifications(bell: Bell()), wishes)
        _ = try await rig.decide(SettleNotifications(bell: Bell()), wishes)

        let states = try await rig.text("SELECT string_agg(state, ' ' ORDER BY id) AS t FROM notification")
        #expect(states == "sent failed queued sent")
        #expect(first.map { $0 == .done } == [true, true, true, true, false, false])
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE settled_by = 'operator:eva'") == 3)
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'acknowledged'") == 1)
    }

    @Test("a mail that lost its words between the wish and its turn is not sent again")
    func wordless() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        for (number, state) in [(11, "suppressed"), (12, "bounced"), (13, "suppressed")] {
            try await rig.notification(number, on: ticket, state: state, epoch: nil, to: "lan@customer.example")
        }
        _ = try await rig.database.execute("UPDATE notification SET body = '' WHERE id <> $1", UUID.numbered(13))
        let wishes = [(11, "resend"), (12, "resend"), (13, "resend")].map {
            NotificationSettleRequestedV1(notificationID: .numbered($0.0), outcome: $0.1, actor: "operator:eva")
        }

        let verdicts = try await rig.decide(SettleNotifications(bell: Bell()), wishes)

        let states = try await rig.text("SELECT string_agg(state, ' ' ORDER BY id) AS t FROM notification")
        #expect(states == "suppressed bounced queued")
        #expect(verdicts == [.done, .done, .done])
    }

    @Test("a granted mail whose link died goes back to the queue")
    func returned() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        for (number, state) in [(11, "finalising"), (12, "finalising"), (13, "sent")] {
            try await rig.notification(number, on: ticket, state: state, epoch: 5, to: "lan@customer.example")
        }

        try await rig.turn { turn in
            try await turn.settle(
                [
                    MailResult(.deferred(code: 0, reason: "link lost"), of: .claimed(11)),
                    MailResult(.accepted(reply: "250 ok"), of: .claimed(12)),
                    MailResult(.deferred(code: 0, reason: "late"), of: .claimed(13)),
                ],
                epoch: 5
            )
        }

        let states = try await rig.text("SELECT string_agg(state, ' ' ORDER BY id) AS t FROM notification")
        #expect(states == "queued sent sent")
    }

    @Test("rows of its own that a process does not hold are taken back")
    func lostClaim() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        for (number, state) in [(11, "sending"), (12, "sending"), (13, "finalising")] {
            try await rig.notification(number, on: ticket, state: state, epoch: 5, to: "lan@customer.example")
        }

        try await rig.turn { turn in turn.enqueueReturn(notIn: [.numbered(12)], epoch: 5) }

        let states = try await rig.text("SELECT string_agg(state, ' ' ORDER BY id) AS t FROM notification")
        #expect(states == "queued sending uncertain")
    }

    @Test("a mail in hand is not claimed again")
    func inHand() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        for number in [11, 12] {
            try await rig.notification(number, on: ticket, state: "queued", epoch: 5, to: "lan@customer.example")
        }

        let (claimed, due) = try await rig.turn { turn in
            let mails = try await turn.claimMails(limit: 10, notIn: [.numbered(11)], epoch: 5)
            return (mails.map(\.id), try await turn.nextMailDue(notIn: [.numbered(11)]))
        }

        #expect(claimed == [.numbered(12)])
        #expect(due == nil)
        #expect(try await rig.text("SELECT state AS t FROM notification ORDER BY id LIMIT 1") == "queued")
    }
}

extension QueuedMail {
    /// A claimed mail of that number.
    static func claimed(_ number: Int) -> QueuedMail {
        QueuedMail(
            id: .numbered(number),
            ticket: .numbered(1),
            isToCustomer: true,
            template: "progress",
            automatic: true,
            address: "lan@customer.example",
            recipientName: "Lan",
            language: "en",
            subject: "s",
            body: "b",
            mailID: "<n@maker.example>",
            inReplyTo: nil,
            references: [],
            attempts: 1,
            claimedAt: Date(timeIntervalSince1970: 1_790_000_000)
        )
    }
}
