import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Intake
@testable import WorkerKit

@Suite("Declining surveys by mail", .freshDatabase, .timeLimit(.minutes(3)))
struct SurveyRefusalTests {
    private static let key = "the key in force"
    private static let tokens = ThreadTokens(keys: [Array(key.utf8)])
    private static let invitation = UUID(uuid: (1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16))

    /// Lan's ticket, to whose survey Lan was invited.
    private func desk() async throws -> Desk {
        let desk = Desk(keys: Self.key)
        try await desk.take(RequestFixture())
        _ = try await desk.owner.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state)
            SELECT $1, id, 'r', 'survey_invitation', 'customer', true, 'email', 'lan@example.com', 'en', 's', 'b', 'sent'
            FROM ticket
            """,
            Self.invitation
        )
        return desk
    }

    private func request(_ id: String, to addresses: [String?]) -> RequestFixture {
        var fixture = RequestFixture { fixture in
            (fixture.externalID, fixture.email) = (id, "lan@example.com")
            (fixture.subject, fixture.body) = ("unsubscribe", "")
        }
        fixture.members["mail"] = .object(["addressees": .array(addresses.map { .string($0 ?? "none@example.com") })])
        return fixture
    }

    @Test("a mail to the address in a survey declines them for whoever got it, once, and opens no ticket")
    func declined() async throws {
        let desk = try await desk()
        let number = try await desk.texts("SELECT number AS t FROM ticket").first
        let address = Self.tokens.address(.noSurveys, for: Self.invitation, at: "service@example.com")

        let first = try await desk.take(request("<1@p>", to: [address]))
        let again = try await desk.take(request("<1@p>", to: [address]), request("<2@p>", to: [address]))

        #expect(first.answers == [.accepted(ticket: number ?? "", duplicate: false)])
        #expect(again.answers.map(\.ticket) == [number, number])
        #expect(again.answers.map(\.duplicate) == [true, false])
        #expect(try await desk.texts("SELECT address AS t FROM survey_refusal") == ["lan@example.com"])
        #expect(try await desk.count("ticket_event WHERE kind = 'surveys_declined'") == 1)
        #expect(try await desk.count("ticket") == 1)
        #expect(try await desk.count("message WHERE machine") == 2)
    }

    @Test("declining surveys wakes no ticket")
    func asleep() async throws {
        let desk = try await desk()
        _ = try await desk.owner.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
            SELECT id, 'resolved', 3, 1, aftersail.now() FROM ticket
            """
        )

        let address = Self.tokens.address(.noSurveys, for: Self.invitation, at: "service@example.com")
        try await desk.take(request("<1@p>", to: [address]))

        #expect(try await desk.texts("SELECT concat_ws(' ', status, version) AS t FROM ticket_state") == ["resolved 3"])
        #expect(try await desk.count("survey_refusal") == 1)
    }

    @Test("a mail that declines surveys is the same one when it comes again after the key is gone")
    func keyGone() async throws {
        let desk = try await desk()
        let address = Self.tokens.address(.noSurveys, for: Self.invitation, at: "service@example.com")

        let first = try await desk.take(request("<1@p>", to: [address]))
        let again = try await Desk().take(request("<1@p>", to: [address]))

        #expect(again.answers.map(\.duplicate) == [true])
        #expect(again.answers.map(\.ticket) == first.answers.map(\.ticket))
        #expect(try await desk.count("message WHERE machine") == 1)
    }

    @Test("nobody declines for another without the token")
    func forged() async throws {
        let desk = try await desk()
        let foreign = ThreadTokens(keys: [Array("a key that is not ours at all".utf8)])
        let forged = [
            foreign.address(.noSurveys, for: Self.invitation, at: "service@example.com"),
            Self.tokens.address(.reply, for: Self.invitation, at: "service@example.com"),
            "unsubscribe+lan@example.com",
        ]

        for (index, address) in forged.enumerated() {
            #expect(try await desk.take(request("<\(index)@p>", to: [address])).said == ["ticket.opened.v1"])
        }

        #expect(try await desk.count("survey_refusal") == 0)
    }

    @Test("who also answers a ticket is heard, and what is about no mail that we know becomes a ticket")
    func heard() async throws {
        let desk = try await desk()
        let row = try #require(try await desk.owner.rows("SELECT id FROM ticket").first)
        let refusal = Self.tokens.address(.noSurveys, for: Self.invitation, at: "service@example.com")
        let answer = Self.tokens.address(.reply, for: try row("id"), at: "service@example.com")
        let unknown = Self.tokens.address(.noSurveys, for: try row("id"), at: "service@example.com")

        #expect(try await desk.take(request("<1@p>", to: [refusal, answer])).said == ["ticket.message-received.v1"])
        #expect(try await desk.take(request("<2@p>", to: [unknown])).said == ["ticket.opened.v1"])
        #expect(try await desk.count("survey_refusal") == 0)
    }
}
