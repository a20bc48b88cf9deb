import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Intake
@testable import WorkerKit

/// Where a token of ours may be all that is left of our mail.
enum TokenPlace: CaseIterable, Sendable {
    case envelope, addressee, inReplyTo, reference, quotation, bodyOfAnotherAdapter
}

@Suite("Finding a ticket by a token", .freshDatabase, .timeLimit(.minutes(3)))
struct TokenTests {
    private static let key = "the key in force"
    private static let older = "the key before it"
    private static let tokens = ThreadTokens(keys: [Array(key.utf8)])

    /// Lan's ticket.
    private func opened(_ desk: Desk, _ change: (inout RequestFixture) -> Void = { _ in }) async throws -> UUID {
        let number = try #require(try await desk.take(RequestFixture(change)).answers.first?.ticket)
        let found = try await desk.owner.rows("SELECT id FROM ticket WHERE number = '\(number)'").first
        let row = try #require(found)
        return try row("id")
    }

    private func token(_ id: UUID, for purpose: ThreadTokens.Purpose = .reply, by tokens: ThreadTokens = tokens) throws
        -> String
    {
        try #require(tokens.token(purpose, for: id))
    }

    /// A mail from another address with another subject, in which only the token at one place ties it to anything.
    private func mail(_ token: String, at place: TokenPlace, id: String = "<9@home>") -> RequestFixture {
        var fixture = RequestFixture { fixture in
            (fixture.externalID, fixture.email) = (id, "lan@home.example")
            (fixture.subject, fixture.body) = ("quite another matter", "It still grinds.")
        }
        var mail: [String: JSONValue] = ["kind": .string("person")]
        let address = JSONValue.array([.string("other@example.com"), .string("service+\(token)@example.com")])
        switch place {
        case .envelope: mail["envelopeRecipients"] = address
        case .addressee: mail["addressees"] = address
        case .inReplyTo: fixture.inReplyTo = ["<n.0123.\(token)@example.com>"]
        case .reference: fixture.inReplyTo = ["<0@home>", "n.0123.\(token)@example.com", "<1@home>"]
        case .quotation: mail["fullText"] = .string("It still grinds.\n\n> Dear Lan\n> Ref: \(token)\n")
        case .bodyOfAnotherAdapter: fixture.body = "It still grinds.\n> Ref: \(token)"
        }
        fixture.members["mail"] = .object(mail)
        return fixture
    }

    @Test(
        "an answer from another address finds its ticket by whatever is left of our mail",
        arguments: TokenPlace.allCases
    )
    func found(place: TokenPlace) async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)

        let done = try await desk.take(mail(try token(ticket), at: place))

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(try await desk.count("ticket") == 1)
        #expect(
            try await desk.texts("SELECT flags::text AS t FROM message ORDER BY created_at, id")
                == ["{}", "{joined_by_token}"]
        )
    }

    @Test("a forged token is no evidence, and no error", arguments: TokenPlace.allCases)
    func forged(place: TokenPlace) async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)
        let forged = try token(ticket, by: ThreadTokens(keys: [Array("a key that is not ours at all".utf8)]))

        let done = try await desk.take(mail(forged, at: place))

        #expect(done.said == ["ticket.opened.v1"])
        #expect(try await desk.count("link_suggestion") == 0)
    }

    @Test("a token for another purpose opens a ticket", arguments: TokenPlace.allCases)
    func purpose(place: TokenPlace) async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)

        let done = try await desk.take(mail(try token(ticket, for: .noSurveys), at: place))

        #expect(done.said == ["ticket.opened.v1"])
    }

    @Test("an older key is read after another took its place, and without a key nothing counts")
    func rotated() async throws {
        let ticket = try await opened(Desk(keys: Self.older))
        let old = try token(ticket, by: ThreadTokens(keys: [Array(Self.older.utf8)]))

        let rotated = try await Desk(keys: "\(Self.key),\(Self.older)").take(mail(old, at: .reference, id: "<1@home>"))
        let removed = try await Desk(keys: Self.key).take(mail(old, at: .reference, id: "<2@home>"))
        let without = try await Desk().take(mail(old, at: .addressee, id: "<3@home>"))

        #expect(rotated.said == ["ticket.message-received.v1"])
        #expect(removed.said == ["ticket.opened.v1"])
        #expect(without.said == ["ticket.opened.v1"])
    }

    @Test("a token lets in a message, not its sender", arguments: [false, true])
    func senderStaysOutside(inOneBatch: Bool) async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)
        let number = try #require(try await desk.texts("SELECT number AS t FROM ticket").first)
        let first = mail(try token(ticket), at: .reference)
        let second = RequestFixture {
            ($0.externalID, $0.email, $0.subject) = ("<10@home>", "lan@home.example", "Re: [\(number)]")
        }

        let said =
            inOneBatch
            ? try await desk.take(first, second).said : try await desk.take(first).said + desk.take(second).said

        #expect(said == ["ticket.message-received.v1", "ticket.opened.v1"])
        #expect(
            try await desk.texts("SELECT DISTINCT reason AS t FROM link_suggestion") == ["quotes_a_ticket_of_others"]
        )
    }

    @Test("whoever takes part is not marked as having come by a token")
    func participant() async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)
        var answer = mail(try token(ticket), at: .quotation)
        answer.email = "lan@example.com"

        let done = try await desk.take(answer)

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(try await desk.count("message WHERE flags <> '{}'") == 0)
    }

    @Test(
        "the token where a mail came to counts first, then what it answers, then stored ids, then its text, then its subject"
    )
    func order() async throws {
        let desk = Desk(keys: Self.key)
        var tickets: [UUID] = []
        for number in 1...5 {
            tickets.append(try await opened(desk) { ($0.externalID, $0.subject) = ("<t\(number)@mail>", "\(number)") })
        }
        let numbers = try await desk.texts("SELECT number AS t FROM ticket ORDER BY subject")
        var landed: [String] = []
        for weakest in 0..<5 {
            var fixture = RequestFixture { ($0.externalID, $0.subject) = ("<w\(weakest)@mail>", "Re: [\(numbers[4])]") }
            var ids = ["<t3@mail>"]
            var mail: [String: JSONValue] = [:]
            if weakest <= 0 {
                mail["addressees"] = .array([.string("s+\(try token(tickets[0]))@example.com")])
            }
            if weakest <= 1 { ids.append("<n.1.\(try token(tickets[1]))@example.com>") }
            if weakest <= 3 { mail["fullText"] = .string("x\n> \(try token(tickets[3]))") }
            fixture.inReplyTo = weakest <= 2 ? ids : []
            fixture.members["mail"] = .object(mail)

            landed.append(try #require(try await desk.take(fixture).answers.first?.ticket))
        }

        #expect(landed == numbers)
    }

    @Test("the newest of several references counts")
    func newest() async throws {
        let desk = Desk(keys: Self.key)
        let older = try await opened(desk)
        let newer = try await opened(desk) { $0.externalID = "<2@mail>" }
        var answer = mail(try token(older), at: .quotation)
        answer.inReplyTo = ["<n.1.\(try token(older))@example.com>", "<n.2.\(try token(newer))@example.com>"]

        try await desk.take(answer)

        let row = try #require(
            try await desk.owner.rows("SELECT ticket_id AS id FROM message WHERE flags <> '{}'").first
        )
        #expect(try row("id") as UUID == newer)
    }

    @Test("tokens count in mail alone, and one of a ticket that is not there is nothing")
    func elsewhere() async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)
        var chat = mail(try token(ticket), at: .bodyOfAnotherAdapter)
        (chat.channel, chat.sender) = ("chat", ["handle": "eve"])
        let unknown = mail(try token(UUID.version7(at: Date(timeIntervalSince1970: 1_790_000_000))), at: .addressee)

        #expect(try await desk.take(chat).said == ["ticket.opened.v1"])
        #expect(try await desk.take(unknown).said == ["ticket.opened.v1"])
    }

    @Test("an absence note from another address lands on its ticket by the token and wakes nothing")
    func machine() async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)
        _ = try await desk.owner.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
            VALUES ($1, 'resolved', 3, 1, aftersail.now())
            """,
            ticket
        )
        var note = mail(try token(ticket), at: .inReplyTo)
        note.machine = true

        let done = try await desk.take(note)

        #expect(done.said == ["ticket.message-received.v1"])
        #expect(try await desk.texts("SELECT status AS t FROM ticket_state") == ["resolved"])
    }

    @Test("the same mail with a token again is one message, and with another content a flagged one on the same ticket")
    func again() async throws {
        let desk = Desk(keys: Self.key)
        let ticket = try await opened(desk)
        let answer = mail(try token(ticket), at: .reference)
        var changed = answer
        changed.body = "It still grinds. -- sent by a scanner"

        try await desk.take(answer)
        let again = try await desk.take(answer)
        let other = try await desk.take(changed)

        #expect(again.said.isEmpty && again.answers.first?.duplicate == true)
        #expect(other.said == ["ticket.message-received.v1"])
        #expect(
            try await desk.texts("SELECT flags::text AS t FROM message WHERE body LIKE '%scanner'")
                == ["{same_id_other_content,joined_by_token}"]
        )
    }
}
