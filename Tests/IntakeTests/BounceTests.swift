import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Intake
@testable import WorkerKit

@Suite("Bounces at intake", .freshDatabase, .timeLimit(.minutes(3)))
struct BounceTests {
    private static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    /// A mail of ours on Lan's ticket.
    private static let mailed = id(7)

    /// Lan's ticket and a mail of ours on it.
    private func desk() async throws -> Desk {
        let desk = Desk()
        try await desk.take(RequestFixture())
        _ = try await desk.owner.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, language, subject, body, state, mail_id)
            SELECT $1, id, 'r', 'acknowledgement', 'customer', true, 'email', 'en', 's', 'b', 'sent', '<ours@example.com>'
            FROM ticket
            """,
            Self.mailed
        )
        return desk
    }

    private func bounce(of ids: [String] = [], to recipients: [String] = [], kind: String = "bounce") -> RequestFixture
    {
        var fixture = RequestFixture { ($0.externalID, $0.inReplyTo, $0.machine) = ("<dsn@relay>", ids, true) }
        fixture.email = "mailer-daemon@relay.example"
        fixture.members["mail"] = .object([
            "kind": .string(kind), "rule": .string("delivery-status"),
            "bounce": .object(["kind": .string("permanent"), "recipients": .array([])]),
            "envelopeRecipients": .array(recipients.map { .string($0) }),
        ])
        return fixture
    }

    @Test("a bounce lands on the ticket of the mail that it brings back, and a mail system takes part in nothing")
    func lands() async throws {
        let desk = try await desk()

        let byMessageID = try await desk.take(bounce(of: ["<ours@example.com>"]))

        #expect(byMessageID.said == ["ticket.message-received.v1"])
        #expect(try await desk.count("ticket") == 1)
        #expect(try await desk.number("SELECT cardinality(sender_points)::bigint AS n FROM message WHERE machine") == 0)
        var word = RequestFixture { ($0.externalID, $0.inReplyTo) = ("<3@relay>", ["<ours@example.com>"]) }
        word.email = "mailer-daemon@relay.example"
        #expect(try await desk.take(word).said == ["ticket.opened.v1"])
    }

    @Test("without a copy the address it came to tells which mail came back")
    func byAddress() async throws {
        let desk = try await desk()

        let done = try await desk.take(bounce(to: ["x@y.example", "bounces+\(Self.mailed.uuidString)@maker.example"]))

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(try await desk.count("ticket") == 1)
    }

    @Test(
        "what is no bounce, or brings back no mail of ours, joins nobody's ticket",
        arguments: [
            (["<1@mail>"], "bounce"), (["<unknown@example.com>"], "bounce"), (["<ours@example.com>"], "auto_reply"),
        ]
    )
    func strangers(ids: [String], kind: String) async throws {
        let desk = try await desk()

        let done = try await desk.take(
            bounce(of: ids, to: ["bounces+\(Self.id(8).uuidString)@x.example"], kind: kind)
        )

        #expect(done.said == ["ticket.opened.v1"])
    }
}
