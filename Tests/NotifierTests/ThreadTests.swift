import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Notifier
@testable import WorkerKit

@Suite("Threads of customers' mails", .freshDatabase, .timeLimit(.minutes(3)))
struct ThreadTests {
    private static let due = Date(timeIntervalSince1970: 1_790_000_000)

    /// A later mail on the ticket; `flags` say how it came.
    private func mail(_ id: String, answering ids: [String], on ticket: UUID, flags: [String] = [], _ rig: Rig)
        async throws
    {
        try await rig.database.execute(
            """
            INSERT INTO message
                (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at, in_reply_to, flags)
            VALUES (gen_random_uuid(), $1, $1, 'email', 's@maker.example', $2, 'x', false,
                aftersail.now() + interval '1 second', $3, $4)
            """,
            ticket,
            id,
            ids,
            flags
        )
    }

    private func claimed(_ rig: Rig) async throws -> [QueuedMail] {
        try await rig.turn { turn in try await turn.claimMails(limit: 10, notIn: [], epoch: 5) }
    }

    @Test("our mail goes on the customer's thread: the mails before it, then the one that it answers")
    func references() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        try await mail(
            "<m2@customer.example>",
            answering: ["<m1@customer.example>", "<n.1@maker.example>"],
            on: ticket,
            rig
        )

        _ = try await rig.decide(
            Announce(TicketResolvedV1.self, rig.composer()),
            [TicketResolvedV1(ticketID: ticket, version: 1, cycle: 1)]
        )

        let queued = try #require(try await claimed(rig).first)
        #expect(queued.inReplyTo == "<m2@customer.example>")
        #expect(queued.references == ["<m1@customer.example>", "<n.1@maker.example>", "<m2@customer.example>"])
        #expect(queued.ticket == ticket && queued.isToCustomer)
    }

    @Test("whoever came by a token alone gets no mail about the ticket, and lends it no thread")
    func newcomer() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        try await mail("<x@home.example>", answering: ["<y@home.example>"], on: ticket, flags: ["joined_by_token"], rig)

        _ = try await rig.decide(
            Announce(TicketResolvedV1.self, rig.composer()),
            [TicketResolvedV1(ticketID: ticket, version: 1, cycle: 1)]
        )

        let queued = try #require(try await claimed(rig).first)
        #expect(queued.address == "lan@customer.example")
        #expect(queued.references == ["<m1@customer.example>"])
    }

    @Test("a notification keeps the Message-ID that its reason and its ticket give")
    func stored() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        let tokens = ThreadTokens(keys: [Array("the key in force".utf8)])

        _ = try await rig.decide(
            Announce(
                TicketResolvedV1.self,
                rig.composer(marks: ThreadMarks(tokens: tokens, replyMailbox: nil, showsToken: true))
            ),
            [TicketResolvedV1(ticketID: ticket, version: 1, cycle: 1)]
        )

        let id = try #require(try await rig.text("SELECT mail_id AS t FROM notification"))
        #expect(tokens.id(.reply, within: id) == ticket)
        #expect(try await rig.text("SELECT body AS t FROM notification")?.contains("Ref:") == false)
    }
}
