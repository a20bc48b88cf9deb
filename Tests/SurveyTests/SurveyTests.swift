import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import WorkerKit

@testable import Survey

@Suite("Survey", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct SurveyTests {
    @Test("a resolution is asked about once, when its time has come")
    func invited() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, in: rig)
        let workers = try await Self.start(rig, replicas: 3)

        try await rig.say([Self.resolved(1), Self.resolved(1)])
        try await eventually("the plan") { try await rig.number("SELECT count(*) AS n FROM survey") == 1 }
        #expect(try await rig.number("SELECT count(*) AS n FROM survey WHERE state = 'invited'") == 0)
        try await rig.advanceClock(by: 86_400 + 60)

        // The two resolutions went to the notifier as well.
        try await eventually("the invitation") { try await rig.ready("notifier.normal") >= 3 }
        for worker in workers { await worker.stop() }
        let said = try await rig.take(from: "notifier.normal").map(\.properties.type)
        #expect(said.filter { $0 == SurveyInvitedV1.name }.count == 1)
        let row = try #require(try await rig.database.rows("SELECT state, agent_id FROM survey").first)
        #expect(try row("state") as String == "invited")
        #expect(try row("agent_id") as String? == "a1")
    }

    @Test("a low score opens one follow-up, however often it is told")
    func lowScore() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, in: rig)
        let workers = try await Self.start(rig, replicas: 1, delay: "0s")
        try await rig.say([Self.resolved(1)])
        try await eventually("the invitation") {
            try await rig.number("SELECT count(*) AS n FROM survey WHERE state = 'invited'") == 1
        }
        let survey = try #require(try await rig.database.rows("SELECT id FROM survey").first)
        let answer = SurveyAnsweredV1(surveyID: try survey("id"), answerID: .numbered(50), score: 1)

        try await rig.say([answer, answer])

        try await eventually("the news for the lead") { try await rig.ready("notifier.urgent") == 1 }
        try await eventually("both answers handled") { try await rig.ready("survey.events") == 0 }
        for worker in workers { await worker.stop() }
        #expect(try await rig.ready("notifier.urgent") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM follow_up WHERE score = 1") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'survey_answered'") == 1)
    }

    @Test("a reopened ticket is not asked about")
    func cancelled() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, in: rig)
        let workers = try await Self.start(rig, replicas: 1)
        try await rig.say([Self.resolved(1)])
        try await eventually("the plan") { try await rig.number("SELECT count(*) AS n FROM survey") == 1 }

        try await rig.say([TicketReopenedV1(ticketID: .numbered(1), version: 2, cycle: 2)])

        try await eventually("the end of the plan") {
            try await rig.number("SELECT count(*) AS n FROM survey WHERE state = 'cancelled'") == 1
        }
        for worker in workers { await worker.stop() }
    }

    @Test("a ticket that is resolved again is asked about again, once a resolution")
    func again() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, in: rig)
        let workers = try await Self.start(rig, replicas: 2, delay: "0s")
        let invited = "SELECT count(*) AS n FROM survey WHERE state = 'invited' AND cycle = "
        try await rig.say([Self.resolved(1)])
        try await eventually("the first invitation") { try await rig.number(invited + "1") == 1 }

        try await rig.database.execute("UPDATE ticket_state SET status = 'open', version = 2, cycle = 2")
        try await rig.say([TicketReopenedV1(ticketID: .numbered(1), version: 2, cycle: 2)])
        try await rig.database.execute(
            "UPDATE ticket_state SET status = 'resolved', version = 3, resolved_at = aftersail.now()"
        )
        let second = TicketResolvedV1(ticketID: .numbered(1), version: 3, cycle: 2)
        try await rig.say([second, second])

        try await eventually("the second invitation") { try await rig.number(invited + "2") == 1 }
        try await eventually("all is handled") { try await rig.ready("survey.events") == 0 }
        for worker in workers { await worker.stop() }
        #expect(try await rig.number("SELECT count(*) AS n FROM survey") == 2)
    }

    @Test("who declined surveys is not asked again, at whatever address of theirs the ticket is answered")
    func declined() async throws {
        let rig = try await Rig.make()
        for number in 1...4 { try await Self.store(number, in: rig) }
        try await rig.database.script(
            """
            UPDATE aftersail.ticket SET reply_email = 'lan@e.example' WHERE number = 'T1';
            UPDATE aftersail.ticket SET reply_email = 'kim@e.example' WHERE number = 'T3';
            INSERT INTO aftersail.contact_point (id, customer_id, kind, value, created_at)
            SELECT gen_random_uuid(), customer_id, 'email', CASE number WHEN 'T2' THEN 'lan2@e.example' ELSE 'lan@e.example' END,
                opened_at - interval '1 day'
            FROM aftersail.ticket WHERE number IN ('T2', 'T3');
            INSERT INTO aftersail.survey_refusal (address, ticket_id, created_at)
            SELECT a, id, opened_at FROM aftersail.ticket, unnest(ARRAY['lan@e.example', 'lan2@e.example']) AS a
            WHERE number = 'T1';
            """
        )
        let workers = try await Self.start(rig, replicas: 1, delay: "0s")

        try await rig.say((1...4).map(Self.resolved))

        try await eventually("all are settled") {
            try await rig.number("SELECT count(*) AS n FROM survey WHERE state <> 'planned'") == 4
        }
        for worker in workers { await worker.stop() }
        let rows = try await rig.database.rows(
            "SELECT t.number || ' ' || s.state AS t FROM survey s JOIN ticket t ON t.id = s.ticket_id ORDER BY 1"
        )
        #expect(
            try rows.map { row in try row("t") as String } == [
                "T1 cancelled", "T2 cancelled", "T3 invited", "T4 invited",
            ]
        )
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'survey_invited'") == 2)
    }

    @Test("machines are not asked")
    func machine() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, machine: true, in: rig)
        try await Self.store(2, in: rig)
        let workers = try await Self.start(rig, replicas: 1)

        try await rig.say([Self.resolved(1), Self.resolved(2)])

        try await eventually("the other's plan") { try await rig.number("SELECT count(*) AS n FROM survey") == 1 }
        for worker in workers { await worker.stop() }
        let row = try #require(try await rig.database.rows("SELECT ticket_id FROM survey").first)
        #expect(try row("ticket_id") as UUID == .numbered(2))
    }

    @Test(
        "an answer may be changed for twelve hours",
        arguments: [(43_200.0, 5), (43_201.0, 1)]
    )
    func edited(secondsLater: Double, score: Int) {
        let answeredAt = Date(timeIntervalSince1970: 1_790_000_000)
        let row = SurveyRow(
            id: .numbered(1),
            ticketID: .numbered(2),
            state: "answered",
            score: 1,
            answerID: .version7(at: answeredAt),
            answeredAt: answeredAt
        )
        let change = SurveyAnsweredV1(
            surveyID: .numbered(1),
            answerID: .version7(at: answeredAt + secondsLater),
            score: 5
        )

        let answered = row.answered(change, now: answeredAt + secondsLater)

        #expect((answered ?? row).score == score)
    }

    @Test("an older answer that comes late changes nothing")
    func late() {
        let answeredAt = Date(timeIntervalSince1970: 1_790_000_000)
        let ids = [UUID.version7(at: answeredAt), .version7(at: answeredAt + 1)]
        let row = SurveyRow(
            id: .numbered(1),
            ticketID: .numbered(2),
            state: "answered",
            score: 1,
            answerID: ids[1],
            answeredAt: answeredAt
        )

        let older = row.answered(SurveyAnsweredV1(surveyID: row.id, answerID: ids[0], score: 5), now: answeredAt + 2)

        #expect(older == nil)
    }

    @Test("a score beyond the scale is parked and harms nobody")
    func absurd() async throws {
        let rig = try await Rig.make()
        let workers = try await Self.start(rig, replicas: 1)

        try await rig.say([SurveyAnsweredV1(surveyID: .numbered(1), answerID: .numbered(2), score: 9_999_999_999)])

        try await eventually("the parked answer") {
            try await rig.number("SELECT count(*) AS n FROM parked_message WHERE reason = 'a score is 1 to 5'") == 1
        }
        for worker in workers { await worker.stop() }
    }

    private static func start(_ rig: Rig, replicas: Int, delay: String = "24h") async throws -> [WorkerProcess] {
        var workers: [WorkerProcess] = []
        for _ in 0..<replicas {
            workers.append(
                try await rig.worker("survey", ["AFTERSAIL_SURVEY_DELAY": delay]) { platform, reader in
                    Survey.build(platform, SurveySettings(&reader))
                }
            )
        }
        return workers
    }

    private static func resolved(_ number: Int) -> TicketResolvedV1 {
        TicketResolvedV1(ticketID: .numbered(number), version: 1, cycle: 1)
    }

    private static func store(_ number: Int, machine: Bool = false, in rig: Rig) async throws {
        let ticket = UUID.numbered(number)
        let customer = UUID.numbered(number + 100)
        try await rig.database.execute("INSERT INTO customer (id) VALUES ($1)", customer)
        try await rig.database.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
            VALUES ($1, $2, $3, 'web', '', $2, $4, aftersail.now(), aftersail.now())
            """,
            ticket,
            "T\(number)",
            customer,
            machine
        )
        try await rig.database.execute("INSERT INTO team (id, name) VALUES ('t1', 'Team') ON CONFLICT DO NOTHING")
        try await rig.database.execute(
            """
            INSERT INTO agent (id, name, language, team_id, zone, calendar, capacity)
            VALUES ('a1', 'Agent', 'en', 't1', 'UTC', 'always', 10) ON CONFLICT DO NOTHING
            """
        )
        try await rig.database.execute(
            """
            INSERT INTO assignment (id, ticket_id, agent_id, team_id, weight, policy_version, explanation)
            VALUES ($1, $2, 'a1', 't1', 1, '1', '{}')
            """,
            UUID.numbered(number + 200),
            ticket
        )
        try await rig.database.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
            VALUES ($1, 'resolved', 1, 1, aftersail.now())
            """,
            ticket
        )
    }
}
