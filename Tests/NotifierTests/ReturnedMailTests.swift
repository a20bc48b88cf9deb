import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Notifier
@testable import WorkerKit

@Suite("Mails that came back", .freshDatabase)
struct ReturnedMailTests {
    private static let ticket = UUID.numbered(1)
    private static let bounce = UUID.numbered(50)
    private static let address = "lan@customer.example"

    /// Lan's ticket and the acknowledgement of it.
    private func rig(state: String = "sent") async throws -> (rig: Rig, mail: UUID) {
        let rig = try await Rig.make()
        try await rig.ticket(1) { $0.language = "en" }
        let promise = SLAPromisedV1(ticketID: Self.ticket, earliest: nil, latest: nil, policyVersion: "1")
        _ = try await rig.decide(Announce(SLAPromisedV1.self, try rig.composer()), [promise])
        try await rig.database.execute("UPDATE notification SET state = $1", state)
        let row = try #require(try await rig.database.rows("SELECT id FROM notification").first)
        return (rig, try row("id"))
    }

    /// A bounce as intake stores it.
    private func store(
        _ kind: String,
        to recipients: [String] = [],
        answers: [String] = [],
        as bounce: UUID = bounce,
        in rig: Rig
    ) async throws {
        try await rig.database.execute(
            """
            INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at, extra,
                in_reply_to)
            VALUES ($1, $2, $2, 'email', 'service@maker.example', $1::text, 'No such user.', true, aftersail.now(), $3, $4)
            """,
            bounce,
            Self.ticket,
            JSONText(
                """
                {"mail": {"kind": "bounce", "rule": "r", "bounce": {"kind": "\(kind)", "status": "5.1.1", "recipients": []},
                 "envelopeRecipients": [\(recipients.map { "\"\($0)\"" }.joined(separator: ", "))]}}
                """
            ),
            answers
        )
    }

    private func hear(_ bounces: [UUID] = [bounce], in rig: Rig, attempt: Int = 1) async throws -> [Verdict] {
        let messages = bounces.map { bounce in
            TicketMessageReceivedV1(
                ticketID: Self.ticket,
                messageID: bounce,
                clockStart: Date(timeIntervalSince1970: 1_790_000_000),
                machine: true
            )
        }
        return try await rig.decide(AnnounceMessages(composer: try rig.composer()), messages, attempt: attempt)
    }

    private func suppressed(_ rig: Rig) async throws -> Int {
        try await rig.number(
            """
            SELECT count(*) AS n FROM suppression
            WHERE address = '\(Self.address)' AND until BETWEEN aftersail.now() + interval '59 days'
                AND aftersail.now() + interval '61 days'
            """
        )
    }

    @Test("a mail that came back for good is marked, its address closed for 60 days, and the agent told once")
    func permanent() async throws {
        let (rig, mail) = try await rig()
        try await store("permanent", to: ["bounces+\(mail.text)@maker.example"], in: rig)

        let verdicts = [try await hear(in: rig), try await hear(in: rig)]

        #expect(verdicts == [[.done], [.done]])
        let came = try await rig.text(
            "SELECT state || ': ' || failure AS t FROM notification WHERE audience = 'customer'"
        )
        #expect(came == "bounced: came back with 5.1.1")
        #expect(try await suppressed(rig) == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE template = 'mail_returned'") == 1)
        let told = try await rig.text(
            "SELECT address || ' ' || body AS t FROM notification WHERE template = 'mail_returned'"
        )
        #expect(told?.hasPrefix("li.wei@maker.example ") == true && told?.contains("\(Self.address), 5.1.1") == true)
        let next = SLAProgressDueV1(ticketID: Self.ticket, cycle: 1, dueAt: Date(timeIntervalSince1970: 1_790_000_000))
        _ = try await rig.decide(Announce(SLAProgressDueV1.self, try rig.composer()), [next])
        let kept = try await rig.text(
            "SELECT state || ': ' || failure AS t FROM notification WHERE template = 'progress'"
        )
        #expect(kept == "suppressed: the address is suppressed")
    }

    @Test("a copy of the mail names it as well as the address it came to")
    func byMessageID() async throws {
        let (rig, _) = try await rig(state: "uncertain")
        let mailID = try #require(try await rig.text("SELECT mail_id AS t FROM notification"))
        try await store("permanent", answers: [mailID], in: rig)

        _ = try await hear(in: rig)

        #expect(try await rig.text("SELECT state AS t FROM notification WHERE audience = 'customer'") == "bounced")
    }

    @Test(
        "a delay and a bounce that says nothing are noted and change nothing",
        arguments: ["transient", "undetermined"]
    )
    func noted(kind: String) async throws {
        let (rig, mail) = try await rig()
        try await store(kind, to: ["bounces+\(mail.text)@maker.example"], in: rig)

        _ = try await hear(in: rig)

        #expect(try await rig.text("SELECT string_agg(state, ',') AS t FROM notification") == "sent")
        #expect(try await suppressed(rig) == 0)
        let noted = try await rig.text("SELECT data ->> 'kind' AS t FROM ticket_event WHERE kind = 'mail_returned'")
        #expect(noted == kind)
    }

    @Test("a bounce of a mail that we never sent closes no address")
    func forged() async throws {
        let (rig, _) = try await rig()
        try await store(
            "permanent",
            to: ["bounces+\(UUID.numbered(99).text)@maker.example", Self.address, "+@", "bounces+x@maker.example"],
            answers: ["<guessed@maker.example>"],
            in: rig
        )

        #expect(try await hear(in: rig) == [.done])
        #expect(try await rig.text("SELECT string_agg(state, ',') AS t FROM notification") == "sent")
        #expect(try await rig.number("SELECT count(*) AS n FROM suppression") == 0)
    }

    @Test("a bounce that is quicker than our own note waits for it, but not for ever")
    func early() async throws {
        let (rig, mail) = try await rig(state: "queued")
        try await store("permanent", to: ["bounces+\(mail.text)@maker.example"], in: rig)

        #expect(try await hear(in: rig) == [.retry(after: .seconds(1))])
        #expect(try await suppressed(rig) == 0)
        #expect(try await hear(in: rig, attempt: 5) == [.done])
        #expect(try await suppressed(rig) == 1)
    }

    @Test("bounces that come together bring back a mail each, their own", arguments: [false, true])
    func together(reversed: Bool) async throws {
        let (rig, first) = try await rig()
        try await rig.ticket(2) { $0.email = "bo@customer.example" }
        let promise = SLAPromisedV1(ticketID: .numbered(2), earliest: nil, latest: nil, policyVersion: "1")
        _ = try await rig.decide(Announce(SLAPromisedV1.self, try rig.composer()), [promise])
        try await rig.database.execute("UPDATE notification SET state = 'sent'")
        let second = try #require(
            try await rig.text("SELECT mail_id AS t FROM notification WHERE address = 'bo@customer.example'")
        )
        let bounces = [Self.bounce, .numbered(51), .numbered(52)]
        try await store("permanent", to: ["bounces+\(first.text)@maker.example"], as: bounces[0], in: rig)
        try await store("transient", answers: [second], as: bounces[1], in: rig)
        try await store("permanent", to: ["bounces+\(UUID.numbered(99).text)@maker.example"], as: bounces[2], in: rig)

        _ = try await hear(reversed ? bounces.reversed() : bounces, in: rig)

        let states =
            "SELECT string_agg(state, ',' ORDER BY address DESC) AS t FROM notification WHERE audience = 'customer'"
        #expect(try await rig.text(states) == "bounced,sent")
        let noted = """
            SELECT string_agg(t.number || ' ' || (e.data ->> 'kind'), ',' ORDER BY t.number) AS t
            FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE e.kind = 'mail_returned'
            """
        #expect(try await rig.text(noted) == "AS-T0000001 permanent,AS-T0000002 transient")
        #expect(try await rig.number("SELECT count(*) AS n FROM suppression") == 1)
        #expect(try await suppressed(rig) == 1)
    }

    @Test("a bounce of the word about a bounce is not told of")
    func ends() async throws {
        let (rig, mail) = try await rig()
        try await rig.database.execute(
            "UPDATE notification SET template = 'mail_returned', audience = 'staff', address = 'li.wei@maker.example'"
        )
        try await store("permanent", to: ["bounces+\(mail.text)@maker.example"], in: rig)

        _ = try await hear(in: rig)

        #expect(try await rig.number("SELECT count(*) AS n FROM notification") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM suppression") == 1)
    }
}
