import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Intake
@testable import WorkerKit

@Suite("Taking part in a ticket", .freshDatabase, .timeLimit(.minutes(3)))
struct ParticipationTests {
    private static let phone = "+84901234567"
    private static let victim = ["email": "lan@example.com", "phone": phone]
    private static let stranger = ["email": "eve@example.com", "phone": phone]

    private func message(_ id: String, by channel: String = "email", from sender: [String: String]) -> RequestFixture {
        RequestFixture { ($0.externalID, $0.channel, $0.sender) = (id, channel, sender) }
    }

    private func opened(_ desk: Desk, _ fixture: RequestFixture) async throws -> String {
        try #require(try await desk.take(fixture).answers.first?.ticket)
    }

    @Test("a sender's points are stored with the message")
    func points() async throws {
        let desk = Desk()

        try await desk.take(message("1", by: "chat", from: ["email": "LAN@example.com", "handle": "@Lan"]))

        #expect(
            try await desk.texts("SELECT array_to_string(sender_points, ' ') AS t FROM message")
                == ["email:lan@example.com handle:chat:lan"]
        )
    }

    @Test("a ticket keeps the address that opened it")
    func replyAddress() async throws {
        let desk = Desk()
        let number = try await opened(desk, message("1", from: ["email": "LAN@example.com", "phone": Self.phone]))
        var later = message("2", by: "whatsapp", from: ["email": "other@example.com", "phone": Self.phone])
        later.subject = number

        let done = try await desk.take(later)
        try await desk.take(message("3", by: "sms", from: ["phone": "+84907654321"]))

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(
            try await desk.texts("SELECT coalesce(reply_email, 'none') AS t FROM ticket ORDER BY number = '\(number)'")
                == ["none", "lan@example.com"]
        )
    }

    @Test("a stranger who names a participant's phone stays outside", arguments: ["email", "web", "chat"])
    func impersonated(channel: String) async throws {
        let desk = Desk()
        let number = try await opened(desk, message("1", from: Self.victim))
        var named = message("2", by: channel, from: Self.stranger)
        var alone = message("3", by: channel, from: ["email": "eve@example.com"])
        (named.subject, alone.subject) = (number, number)

        let first = try await desk.take(named)
        let second = try await desk.take(alone)

        #expect(first.said == ["ticket.opened.v1"])
        #expect(second.said == ["ticket.opened.v1"])
        #expect(try await desk.number("SELECT count(DISTINCT customer_id) AS n FROM message") == 1)
        #expect(
            try await desk.texts("SELECT DISTINCT reason AS t FROM link_suggestion") == ["quotes_a_ticket_of_others"]
        )
    }

    @Test("another customer who names a participant's phone stays outside")
    func otherCustomer() async throws {
        let desk = Desk()
        let number = try await opened(desk, message("1", from: Self.victim))
        try await desk.take(message("2", from: ["email": "eve@example.com"]))
        var named = message("3", from: Self.stranger)
        named.subject = number

        let done = try await desk.take(named)

        #expect(done.said == ["ticket.opened.v1"])
    }

    @Test("a stranger in the same batch stays outside")
    func sameBatch() async throws {
        let desk = Desk()
        var named = message("2", from: Self.stranger)
        named.inReplyTo = ["1"]

        let done = try await desk.take(message("1", from: Self.victim), named)

        #expect(done.said == ["ticket.opened.v1", "ticket.opened.v1"])
        #expect(try await desk.texts("SELECT reason AS t FROM link_suggestion") == ["answers_a_ticket_of_others"])
    }

    @Test("a chat goes on when its customer adds an address")
    func added() async throws {
        let desk = Desk()
        try await desk.take(message("1", by: "chat", from: ["handle": "lan"]))
        var later = message("2", by: "chat", from: ["handle": "lan", "email": "lan@example.com"])
        later.inReplyTo = ["1"]

        let done = try await desk.take(later)

        #expect(done.said == ["ticket.message-received.v1"])
    }
}

@Suite("Two replicas of intake", .freshDatabase, .timeLimit(.minutes(3)))
struct ReplicaTests {
    @Test("two contents of one id at once make one ticket")
    func changed() async throws {
        let (first, second) = (Desk(), Desk())
        let other = RequestFixture { $0.body = "It grinds, and it smells." }.message()
        var slower: Task<Desk.Done, any Error>?

        try await first.take([RequestFixture().message()]) {
            slower = Task { try await second.take([other]) }
            try await eventually("the other replica to wait") { try await first.waiting() > 0 }
        }
        let done = try await slower?.value

        #expect(done?.said == ["ticket.message-received.v1"])
        #expect(try await first.count("ticket") == 1)
        #expect(
            try await first.texts("SELECT flags::text AS t FROM message ORDER BY length(body)")
                == ["{}", "{same_id_other_content}"]
        )
    }

    @Test("completing a customer waits for nobody who refers to it")
    func completing() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture { $0.sender = ["email": "lan@example.com"] })

        try await desk.owner.transaction { other in
            _ = try await other.rows("SELECT id FROM customer FOR KEY SHARE")
            try await desk.take(RequestFixture { $0.externalID = "2" })
        }

        #expect(try await desk.texts("SELECT name AS t FROM customer") == ["Lan"])
    }
}

extension Desk {
    /// Statements on this database that wait for a lock.
    fileprivate func waiting() async throws -> Int {
        try await number(
            """
            SELECT count(*) AS n FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        )
    }
}
