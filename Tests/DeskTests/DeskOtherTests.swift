import Broker
import Contracts
import Desk
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets
import Topology
import WorkerKit

@Suite("Desk beside tickets", .freshDatabase, .freshBroker)
struct DeskOtherTests {
    let ticket = TicketFixture.id
    let survey = UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 9))

    @Test("events arrive in the queues of their listeners")
    func events() async throws {
        try await TicketFixture.store()
        let link = TopologyLink(try BrokerAddress(TestBroker.url, connectionName: "test"))
        try await link.apply(.standard)

        try await atDesk { try await $0.propose(ticket, "x") }
        let delivery = try await link.get(queue: "notifier.urgent")
        await link.close()

        let message = try WireJSON.decode(TicketProposedV1.self, from: try #require(delivery).body)
        #expect(message.ticketID == ticket && message.version == 1)
        #expect(delivery?.routingKey == "urgent.ticket.proposed.v1")
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM outbox_desk") == 0)
    }

    @Test("the sla-monitor hears of the wait and its end")
    func resumed() async throws {
        try await TicketFixture.store()
        let link = TopologyLink(try BrokerAddress(TestBroker.url, connectionName: "test"))
        try await link.apply(.standard)

        try await atDesk { try await $0.wait(ticket, for: .parts) }
        try await atDesk { try await $0.resume(ticket) }
        let waiting = try await link.get(queue: "sla-monitor.events")
        let resumed = try await link.get(queue: "sla-monitor.events")
        await link.close()

        #expect(waiting?.routingKey == "urgent.ticket.waiting.v1")
        #expect(resumed?.routingKey == "urgent.ticket.resumed.v1")
        let message = try WireJSON.decode(TicketResumedV1.self, from: try #require(resumed).body)
        #expect(message == TicketResumedV1(ticketID: ticket, version: 2))
    }

    @Test("without a broker the change stands and waits in the outbox")
    func brokerAway() async throws {
        try await TicketFixture.store()
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": "amqp://guest:guest@127.0.0.1:1/",
        ])
        let session = try CommandSession(Identity(worker: "desk"), settings: PlatformSettings(&reader), log: quiet())

        _ = try await session.turn { try await Desk($0, as: .customer).reply(ticket, "x") }
        let departure = await session.finish(within: .milliseconds(300))

        #expect(departure.confirmed == 0 && departure.left == 1)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM outbox_desk") == 1)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM desk_entry") == 1)
    }

    @Test("what was under way when the connection broke is sent again")
    func connectionBreaks() async throws {
        try await TicketFixture.store()
        let link = TopologyLink(try BrokerAddress(TestBroker.url, connectionName: "test"))
        try await link.apply(.standard)
        await link.close()
        var address = try #require(URLComponents(string: TestBroker.url))
        let proxy = try FaultProxy(to: try #require(address.port))
        address.port = proxy.port
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": TestDatabase.url,
            "AFTERSAIL_BROKER_URL": address.string ?? "",
        ])
        let settings = PlatformSettings(&reader)
        func say() async throws -> CommandSession.Departure {
            let session = try CommandSession(Identity(worker: "desk"), settings: settings, log: quiet())
            _ = try await session.turn { try await Desk($0, as: .customer).reply(ticket, "x") }
            return await session.finish(within: .seconds(20))
        }
        let undisturbed = try await say()
        // The goodbye is shorter than this, the message longer.
        let withinTheMessage = proxy.forwarded(.toServer) - 150

        proxy.cutAfter(bytes: withinTheMessage, direction: .toServer, connection: 2)
        let departure = try await say()

        #expect(undisturbed.confirmed == 1 && undisturbed.left == 0)
        #expect(departure.confirmed == 1 && departure.left == 0)
        #expect(proxy.accepted == 3)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM outbox_desk") == 0)
    }

    @Test("reassigning asks for an active agent")
    func reassign() async throws {
        try await TicketFixture.store()

        try await atDesk { try await $0.reassign(ticket, to: "li.wei") }

        await #expect(throws: DeskError.unknownAgent("nobody")) {
            try await atDesk { try await $0.reassign(ticket, to: "nobody") }
        }
        await #expect(throws: DeskError.unknownAgent("nobody")) {
            try await atDesk { try await $0.away("nobody", returnTickets: true) }
        }
        try await atDesk { try await $0.away("li.wei", returnTickets: true) }
        try await atDesk { try await $0.back("li.wei") }
    }

    @Test("handing over writes team, reason and who, and asks the dispatcher")
    func handOver() async throws {
        try await TicketFixture.store()
        try await withOwner { database in
            try await database.execute("INSERT INTO team (id, name) VALUES ('quality', 'Quality'), ('empty', 'Empty')")
            try await database.execute(
                """
                INSERT INTO agent (id, name, language, team_id, zone, calendar, capacity)
                VALUES ('liu', 'Liu', 'zh', 'quality', 'UTC', 'always', 1)
                """
            )
        }
        try await atDesk { try await $0.handOver(ticket, to: "quality", agent: "liu", reason: "a batch is cracked") }

        let facts = """
            SELECT count(*) AS n FROM ticket_event e JOIN desk_entry d ON d.id::text = lower(e.data ->> 'entry')
            WHERE e.kind = 'handed_over' AND e.data ->> 'team' = 'quality' AND e.data ->> 'agent' = 'liu'
                AND d.kind = 'hand_over' AND d.body = 'a batch is cracked'
            """
        #expect(try await TicketFixture.count(facts) == 1)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_state WHERE team_id = 'quality'") == 1)
        await #expect(throws: DeskError.unknownTeam("empty")) {
            try await atDesk { try await $0.handOver(ticket, to: "empty", reason: "x") }
        }
        await #expect(throws: DeskError.agentOfOtherTeam(agent: "li.wei", team: "quality")) {
            try await atDesk { try await $0.handOver(ticket, to: "quality", agent: "li.wei", reason: "x") }
        }
        await #expect(throws: DeskError.alreadyThere("quality")) {
            try await atDesk { try await $0.handOver(ticket, to: "quality", reason: "x") }
        }
        try await atDesk { try await $0.reassign(ticket, to: "li.wei") }
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_state WHERE team_id = 'quality'") == 0)
    }

    @Test("a survey's answer is stored with its words")
    func answer() async throws {
        try await TicketFixture.store()
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO survey (id, ticket_id, cycle, customer_id, state, due_at, expires_at)
                VALUES ($1, $2, 1, $3, 'invited', aftersail.now(), aftersail.now())
                """,
                survey,
                ticket,
                TicketFixture.customer
            )
        }

        try await atDesk(.customer) { try await $0.answerSurvey(ofTicket: ticket, score: 1, comment: "太慢了") }

        #expect(try await TicketFixture.texts("SELECT score || comment AS t FROM survey_answer") == ["1太慢了"])
        await #expect(throws: DeskError.badScore(6)) {
            try await atDesk { try await $0.answer(survey: survey, score: 6) }
        }
        try await withOwner { _ = try await $0.execute("UPDATE survey SET state = 'expired'") }
        await #expect(throws: DeskError.surveyOver(state: "expired")) {
            try await atDesk { try await $0.answer(survey: survey, score: 3) }
        }
    }

    @Test(
        "only what did not arrive, and has an address, is sent again",
        arguments: [("uncertain", nil), ("sent", "a@e.example"), ("suppressed", "a@e.example"), ("suppressed", nil)]
    )
    func settle(state: String, address: String?) async throws {
        try await TicketFixture.store()
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, language, subject, body, state,
                    address)
                VALUES ($1, $2, 'r', 'acknowledgement', 'customer', true, 'email', 'zh', 's', 'b', $3, $4)
                """,
                survey,
                ticket,
                state,
                address
            )
        }

        let settled = await Result.of { try await atDesk { try await $0.settle(notification: survey, as: .resend) } }

        #expect(settled == (state == "uncertain" || (state == "suppressed" && address != nil)))
    }

    @Test("a mail whose words retention has removed is not sent again", arguments: ["suppressed", "bounced"])
    func wordless(state: String) async throws {
        try await TicketFixture.store()
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, language, subject, body, state,
                    address)
                VALUES ($1, $2, 'r', 'acknowledgement', 'customer', true, 'email', 'zh', 's', '', $3, 'a@e.example')
                """,
                survey,
                ticket,
                state
            )
        }

        let refusal = DeskError.notSettleable(
            state: "without its words, gone after AFTERSAIL_KEEP_MAIL_TEXTS,",
            outcome: "resend"
        )
        await #expect(throws: refusal) {
            try await atDesk { try await $0.settle(notification: survey, as: .resend) }
        }
    }
}
