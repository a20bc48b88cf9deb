import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Intake
@testable import WorkerKit

@Suite("Threading replies", .freshDatabase, .timeLimit(.minutes(3)))
struct ThreadingTests {
    private func reply(to ids: [String], id: String = "<2@mail>") -> RequestFixture {
        RequestFixture { ($0.externalID, $0.inReplyTo, $0.body) = (id, ids, "And it smells.") }
    }

    @Test("a reply continues its original's ticket, brackets or not", arguments: ["<1@mail>", "1@mail"])
    func replies(original: String) async throws {
        let desk = Desk()
        let number = try await desk.take(RequestFixture()).answers.first?.ticket

        let done = try await desk.take(reply(to: ["<0@elsewhere>", original, "<9@elsewhere>"]))

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(done.answers.first?.ticket == number)
    }

    @Test("a ticket opened beside the one that its subject quotes does not bear the other's number")
    func strippedNumber() async throws {
        let desk = Desk()
        let number = try #require(try await desk.take(RequestFixture()).answers.first?.ticket)

        try await desk.take(
            RequestFixture {
                ($0.externalID, $0.email, $0.subject) = ("<8@mail>", "eve@evil.example", "Re: [Case#\(number)] Motor")
            }
        )

        #expect(try await desk.count("ticket WHERE subject = 'Re: Motor'") == 1)
        #expect(try await desk.count("message WHERE subject LIKE '%\(number)%'") == 1)
    }

    @Test("a reply to our own mail continues that mail's ticket")
    func ourMail() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture())
        _ = try await desk.owner.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, language, subject, body, state, mail_id)
            SELECT gen_random_uuid(), id, 'r', 'acknowledgement', 'customer', true, 'email', 'en', 's', 'b', 'sent',
                '<ours@example.com>'
            FROM ticket
            """
        )

        let done = try await desk.take(reply(to: ["<ours@example.com>"]))

        #expect(done.said == ["ticket.message-received.v1"])
    }

    @Test("a reply and its original in one batch meet, in whatever order")
    func sameBatch() async throws {
        let desk = Desk()
        let third = reply(to: ["<2@mail>"], id: "<3@mail>")

        let done = try await desk.take([third, reply(to: ["<1@mail>"]), RequestFixture()].map { $0.message() })

        #expect(done.verdicts == [.done, .done, .done])
        #expect(done.said == ["ticket.opened.v1", "ticket.message-received.v1", "ticket.message-received.v1"])
        #expect(try await desk.count("ticket") == 1)
    }

    @Test("messages that answer each other in a circle are all stored")
    func circle() async throws {
        let desk = Desk()

        let done = try await desk.take(
            [reply(to: ["b", "a"], id: "a"), reply(to: ["a"], id: "b")].map { $0.message(attempt: 4) }
        )

        #expect(done.verdicts == [.done, .done])
        #expect(try await desk.count("message") == 2)
    }

    @Test(
        "a reply without its original is held for a while",
        arguments: [
            (1, Verdict.retry(after: .seconds(1))), (2, .retry(after: .seconds(5))), (3, .retry(after: .seconds(5))),
        ]
    )
    func held(attempt: Int, verdict: Verdict) async throws {
        let desk = Desk()

        let done = try await desk.take([reply(to: ["<1@mail>"]).message(attempt: attempt)])

        #expect(done.verdicts == [verdict])
        #expect(done.said == [])
        #expect(try await desk.count("intake_receipt") == 0)
        #expect(try await desk.count("contact_point") == 0)
    }

    @Test("a reply that waited in vain opens a ticket, and its late original is linked")
    func lateOriginal() async throws {
        let desk = Desk()
        let early = try await desk.take([reply(to: ["<1@mail>"]).message(attempt: 4)])

        let late = try await desk.take([RequestFixture().message()])

        #expect(early.said == ["ticket.opened.v1"])
        #expect(late.said == ["ticket.opened.v1"])
        #expect(try await desk.texts("SELECT reason AS t FROM link_suggestion") == ["reply_came_first"])
    }

    @Test("somebody who waits for the answer is never held")
    func asked() async throws {
        let desk = Desk()

        let done = try await desk.take(reply(to: ["<1@mail>"]))

        #expect(done.answers.count == 1)
        #expect(done.said == ["ticket.opened.v1"])
    }

    @Test("a person's reply reopens an ended ticket", arguments: ["resolved", "closed"], [false, true])
    func reopened(ended: String, machine: Bool) async throws {
        let desk = Desk()
        try await desk.take(RequestFixture())
        _ = try await desk.owner.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
            SELECT id, $1, 3, 1, aftersail.now() FROM ticket
            """,
            ended
        )
        var answer = reply(to: ["<1@mail>"])
        answer.machine = machine

        let done = try await desk.take(answer)

        let status = try await desk.texts("SELECT concat_ws(' ', status, version, cycle) AS t FROM ticket_state")
        #expect(status == [machine ? "\(ended) 3 1" : "open 4 2"])
        #expect(done.said == ["ticket.message-received.v1"] + (machine ? [] : ["ticket.reopened.v1"]))
        #expect(
            try await desk.texts("SELECT data::text AS t FROM ticket_event WHERE kind = 'reopened'")
                == (machine ? [] : [#"{"cycle": 2}"#])
        )
    }

    @Test("a second delivery of a reply reopens nothing again")
    func twice() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture())
        try await desk.take(reply(to: ["<1@mail>"]))
        _ = try await desk.owner.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
            SELECT id, 'resolved', 3, 1, aftersail.now() FROM ticket
            """
        )

        let done = try await desk.take(reply(to: ["<1@mail>"]))

        #expect(done.said == [])
        #expect(try await desk.texts("SELECT status AS t FROM ticket_state") == ["resolved"])
    }

    @Test("messages on a classified ticket take its lane")
    func lane() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture())
        _ = try await desk.owner.execute(
            """
            INSERT INTO triage
                (ticket_id, message_id, category, confidence, abstained, candidates, language, language_confidence,
                 urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
            SELECT id, id, 'complaint', 1, false, '[]', 'en', 1, 'high', 'high', 1, 'angry', true, 'urgent', '1', '[]'
            FROM ticket
            """
        )

        let done = try await desk.take(reply(to: ["<1@mail>"]))

        #expect(done.outbox.map(\.routingKey) == ["urgent.ticket.message-received.v1"])
    }
}
