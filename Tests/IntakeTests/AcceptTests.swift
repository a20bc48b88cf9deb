import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Intake
@testable import WorkerKit

@Suite("Accepting requests", .freshDatabase, .timeLimit(.minutes(3)))
struct AcceptTests {
    @Test("a first message opens a ticket for a new customer")
    func first() async throws {
        let desk = Desk()
        let fixture = RequestFixture { fixture in
            fixture.members["mood"] = .string("angry\u{7}")
            fixture.members["country"] = .string("vn")
        }

        let done = try await desk.take(fixture)

        #expect(done.said == ["ticket.opened.v1"])
        let number = try #require(done.answers.first?.ticket)
        #expect(done.answers == [.accepted(ticket: number, duplicate: false)])
        #expect(number.hasPrefix("AS-") && number.count == 11)
        #expect(
            try await desk.texts(
                "SELECT concat_ws(' ', number, customer_name, country, channel, status, subject) AS t FROM ticket_overview"
            )
                == ["\(number) Lan VN email open Motor is loud"]
        )
        #expect(try await desk.texts("SELECT extra::text AS t FROM message") == [#"{"mood": "angry\u0007"}"#])
        #expect(
            try await desk.texts("SELECT concat_ws(' ', kind, actor, data) AS t FROM ticket_event")
                == [#"opened customer {"machine": false}"#]
        )
    }

    @Test("a request whose original names an absurd hash is stored or refused, and never fails")
    func absurdHash() async throws {
        let desk = Desk()
        // Nothing that the database could compress.
        var state: UInt64 = 1
        var long = ""
        while long.utf8.count < 50_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            long += String(state, radix: 36)
        }
        let wide = String(repeating: "\u{10FFFD}", count: 64)
        let hashes: [JSONValue] = [
            .string(long), .string(wide), .string(""), .null, .number("1e400"), .array([.string(long)]), .object([:]),
        ]

        for (number, hash) in hashes.enumerated() {
            let fixture = RequestFixture { fixture in
                fixture.externalID = "<\(number)@absurd>"
                fixture.members["mail"] = .object(["original": .object(["sha256": hash])])
            }
            #expect(try await desk.take(fixture).answers.count == 1)
        }

        #expect(try await desk.count("message") + desk.count("quarantine") == hashes.count)
    }

    @Test("the same message five times makes one ticket")
    func duplicates() async throws {
        let desk = Desk()
        let first = try await desk.take(RequestFixture(), RequestFixture(), RequestFixture())
        let again = RequestFixture { $0.members["receivedAt"] = .string("2026-11-21T09:00:00Z") }

        let second = try await desk.take(RequestFixture(), again)

        let number = try #require(first.answers.first?.ticket)
        #expect(first.answers.map(\.duplicate) == [false, true, true])
        #expect(
            second.answers == [.accepted(ticket: number, duplicate: true), .accepted(ticket: number, duplicate: true)]
        )
        #expect(second.said == [])
        #expect(try await desk.count("ticket") == 1)
        #expect(try await desk.count("message") == 1)
        #expect(try await desk.count("customer") == 1)
    }

    @Test("a mail to two of our addresses makes one ticket, a chat to two accounts makes two")
    func accounts() async throws {
        let desk = Desk()
        func to(_ account: String, by channel: String) -> RequestFixture {
            RequestFixture { ($0.account, $0.channel) = (account, channel) }
        }

        try await desk.take(to("a@example.com", by: "email"), to("b@example.com", by: "email"))
        try await desk.take(to("a", by: "chat"), to("b", by: "chat"))

        #expect(try await desk.number("SELECT count(*) AS n FROM ticket WHERE channel = 'email'") == 1)
        #expect(try await desk.number("SELECT count(*) AS n FROM ticket WHERE channel = 'chat'") == 2)
    }

    @Test("the same id with another content joins the earlier ticket with a flag", arguments: [true, false])
    func changed(isSameBatch: Bool) async throws {
        let desk = Desk()
        let other = RequestFixture { $0.body = "It grinds, and it smells." }

        if isSameBatch {
            try await desk.take(RequestFixture(), other)
        } else {
            try await desk.take(RequestFixture())
            try await desk.take(other)
        }

        #expect(try await desk.count("ticket") == 1)
        #expect(
            try await desk.texts("SELECT flags::text AS t FROM message ORDER BY length(body)")
                == ["{}", "{same_id_other_content}"]
        )
    }

    @Test("a stranger with a known id gets a ticket of their own and a suggestion")
    func stolenID() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture())

        let done = try await desk.take(RequestFixture { ($0.email, $0.body) = ("eve@example.com", "Mine!") })

        #expect(done.said == ["ticket.opened.v1"])
        #expect(try await desk.texts("SELECT reason AS t FROM link_suggestion") == ["same_id_other_content"])
        #expect(try await desk.count("ticket") == 2)
    }

    @Test("a stranger quoting a number gets a ticket of their own and a suggestion")
    func stranger() async throws {
        let desk = Desk()
        let number = try #require(try await desk.take(RequestFixture()).answers.first?.ticket)

        let eve = try await desk.take(
            RequestFixture { fixture in
                (fixture.externalID, fixture.email) = ("<eve@mail>", "eve@example.com")
                fixture.subject = "Re: [\(number)] Motor"
            }
        )

        #expect(eve.said == ["ticket.opened.v1"])
        #expect(eve.answers.first?.ticket != number)
        #expect(try await desk.texts("SELECT reason AS t FROM link_suggestion") == ["quotes_a_ticket_of_others"])
    }

    @Test("a sender quoting the number in the subject continues the ticket")
    func quoted() async throws {
        let desk = Desk()
        let number = try #require(try await desk.take(RequestFixture()).answers.first?.ticket)

        let done = try await desk.take(
            RequestFixture { ($0.externalID, $0.subject) = ("<2@mail>", "AW: [\(number.lowercased())] Motor") }
        )

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(done.answers == [.accepted(ticket: number, duplicate: false)])
        #expect(
            try await desk.texts("SELECT kind AS t FROM ticket_event ORDER BY id") == ["opened", "customer_message"]
        )
    }

    @Test("a number with a typing error opens a new ticket")
    func mistyped() async throws {
        let desk = Desk()
        let number = try #require(try await desk.take(RequestFixture()).answers.first?.ticket)
        let wrong = number.dropLast() + (number.hasSuffix("7") ? "8" : "7")

        let done = try await desk.take(RequestFixture { ($0.externalID, $0.subject) = ("<2@mail>", "[\(wrong)]") })

        #expect(done.said == ["ticket.opened.v1"])
        #expect(try await desk.count("link_suggestion") == 0)
    }

    @Test("two customers in one message are suggested for a merge")
    func conflict() async throws {
        let desk = Desk()
        func from(_ sender: [String: String], _ id: String) -> RequestFixture {
            RequestFixture { ($0.externalID, $0.sender) = (id, sender) }
        }
        try await desk.take(from(["email": "lan@example.com"], "1"), from(["phone": "+84901234567"], "2"))

        try await desk.take(from(["email": "LAN@example.com", "phone": "+84 90 123 45 67"], "3"))

        #expect(try await desk.count("customer") == 2)
        #expect(try await desk.count("contact_point") == 2)
        #expect(try await desk.texts("SELECT reason AS t FROM merge_suggestion") == ["named_in_one_message"])
        #expect(
            try await desk.number(
                "SELECT count(*) AS n FROM ticket t JOIN contact_point p USING (customer_id) WHERE p.kind = 'email'"
            ) == 2
        )
    }

    @Test("what a customer told later completes the earlier")
    func completed() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture { $0.sender = ["email": "lan@example.com"] })

        try await desk.take(
            RequestFixture { fixture in
                (fixture.externalID, fixture.sender) = ("2", ["email": "lan@example.com", "name": "Lan"])
                fixture.members["locale"] = .string("vi")
            }
        )
        try await desk.take(
            RequestFixture { ($0.externalID, $0.sender) = ("3", ["email": "lan@example.com", "name": "Other"]) }
        )

        #expect(try await desk.texts("SELECT concat_ws(' ', name, locale) AS t FROM customer") == ["Lan vi"])
    }

    @Test("a machine's message is stored and told as one")
    func machine() async throws {
        let desk = Desk()
        try await desk.take(RequestFixture { $0.machine = true })

        let done = try await desk.take(
            RequestFixture { ($0.externalID, $0.machine, $0.inReplyTo) = ("2", true, ["1@mail"]) }
        )

        #expect(done.said == ["ticket.message-received.v1"])
        let told = try WireJSON.decode(TicketMessageReceivedV1.self, from: try #require(done.outbox.first).body)
        #expect(told.machine)
        #expect(try await desk.number("SELECT count(*) AS n FROM message WHERE machine") == 2)
        #expect(try await desk.number("SELECT count(*) AS n FROM ticket WHERE machine") == 1)
    }

    @Test("clocks start when the channel received the message, three days back at most")
    func clamped() async throws {
        let desk = Desk()
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        let old = RequestFixture { $0.receivedAt = now.addingTimeInterval(-10 * 86_400) }

        let done = try await desk.take([old.message()], now: now)

        let told = try WireJSON.decode(TicketOpenedV1.self, from: try #require(done.outbox.first).body)
        #expect(told.clockStart == now.addingTimeInterval(-72 * 3600))
        #expect(
            try await desk.number(
                "SELECT extract(epoch FROM clock_start - received_at)::integer AS n FROM ticket"
            ) == 7 * 86_400
        )
        #expect(
            try await desk.number("SELECT extract(epoch FROM at)::integer AS n FROM ticket_event")
                == 1_795_000_000 - 72 * 3600
        )
    }

    @Test("every refused message is kept once with its reasons and counted")
    func quarantined() async throws {
        let desk = Desk()
        let bad = RequestFixture { $0.members["body"] = nil }.message(replyTo: "amq.gen-test", messageID: "m\u{0}1")
        let huge = RawMessage.bytes([], oversize: 5_000_000)
        let long = RawMessage.bytes(Array(repeating: UInt8(ascii: "x"), count: 300_000))

        let done = try await desk.take([bad, RequestFixture().message(), bad, huge, long])
        try await desk.take([bad])

        #expect(done.verdicts == Array(repeating: .done, count: 5))
        #expect(done.answers.first == .refused([.init(field: "body", reason: "must be given")]))
        #expect(done.said == ["ticket.opened.v1"])
        #expect(
            try await desk.texts(
                """
                SELECT concat_ws(' ', seen, body_size, body IS NULL, channel, external_id, state) AS t
                FROM quarantine ORDER BY body_size
                """
            ) == ["3 \(bad.body.count) f email <1@mail> waiting", "1 300000 t waiting", "1 5000000 t waiting"]
        )
        #expect(
            try await desk.texts("SELECT headers->>'messageID' AS t FROM quarantine WHERE seen = 3") == ["m\u{FFFD}1"]
        )
    }

    @Test("a refused message that was dropped stays dropped when it comes again")
    func dropped() async throws {
        let desk = Desk()
        try await desk.take([.bytes([1])])
        _ = try await desk.owner.execute("UPDATE quarantine SET state = 'dropped'")

        try await desk.take([.bytes([1])])

        #expect(try await desk.texts("SELECT concat_ws(' ', state, seen) AS t FROM quarantine") == ["dropped 2"])
    }

    @Test("a replayed message that is refused again waits again")
    func replayed() async throws {
        let desk = Desk()
        try await desk.take([.bytes([1])])
        _ = try await desk.owner.execute("UPDATE quarantine SET state = 'replayed', errors = '[]'")

        try await desk.take([.bytes([1])])

        #expect(
            try await desk.texts("SELECT concat_ws(' ', state, seen, errors <> '[]') AS t FROM quarantine")
                == ["waiting 2 t"]
        )
    }

    @Test("five hundred messages from one address make one customer")
    func batch() async throws {
        let desk = Desk()
        let batch = (0..<500).map { number in RequestFixture { $0.externalID = "\(number)" }.message() }

        let done = try await desk.take(batch)

        #expect(done.said.count == 500)
        #expect(try await desk.count("customer") == 1)
        #expect(try await desk.number("SELECT count(DISTINCT number) AS n FROM ticket") == 500)
    }
}
