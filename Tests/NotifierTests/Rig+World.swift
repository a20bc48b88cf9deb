import FoundationEssentials
import Postgres

/// What a test wants to be special about a ticket.
struct TicketFixture: Sendable {
    var email: String? = "lan@customer.example"
    /// Address of the request that opened it.
    var replyEmail: String?
    var name = "Lan"
    var language: String? = "en"
    var machine = false
    var status = "open"
    var waitReason: String?
    var cycle = 1
    var agent: String? = "li.wei"
    var channel = "email"
    var country: String? = "CN"
}

extension Rig {
    /// Li Wei (Chinese) and Ana, her lead (German), and Omar, their manager (Arabic); Kim has no address.
    func seedOrganisation() async throws {
        try await database.script(
            """
            INSERT INTO aftersail.team (id, name, lead_agent_id, manager_agent_id)
            VALUES ('technical', 'Technical', 'ana', 'omar');
            INSERT INTO aftersail.agent (id, name, email, language, team_id, zone, calendar, capacity)
            VALUES ('li.wei', 'Li Wei', 'Li.Wei@maker.example', 'zh', 'technical', 'Asia/Shanghai', 'always', 10),
                   ('ana', 'Ana', 'ana@maker.example', 'de', 'technical', 'Europe/Berlin', 'always', 10),
                   ('omar', 'Omar', 'omar@maker.example', 'ar', 'technical', 'Asia/Dubai', 'always', 10),
                   ('kim', 'Kim', NULL, 'en', 'technical', 'Asia/Seoul', 'always', 10);
            """
        )
    }

    /// A ticket numbered `AS-T000000<n>` of a customer of its own, with triage and assignment.
    @discardableResult
    func ticket(_ number: Int, _ change: (inout TicketFixture) -> Void = { _ in }) async throws -> UUID {
        var fixture = TicketFixture()
        change(&fixture)
        let id = UUID.numbered(number)
        try await database.execute(
            "INSERT INTO customer (id, name, country) VALUES ($1, $2, $3)",
            id,
            fixture.name,
            fixture.country
        )
        if let email = fixture.email {
            try await database.execute(
                """
                INSERT INTO contact_point (id, customer_id, kind, value) VALUES ($1, $1, 'email', $2)
                ON CONFLICT (kind, scope, value) DO UPDATE SET customer_id = excluded.customer_id
                """,
                id,
                email
            )
        }
        try await database.execute(
            """
            INSERT INTO ticket
                (id, number, customer_id, channel, account, external_id, subject, country, machine, received_at, clock_start,
                 reply_email)
            VALUES ($1, $2, $1, $3, 'service@maker.example', $4, 'Pump stands still', $5, $6, aftersail.now(),
                    aftersail.now(), $7)
            """,
            id,
            Self.name(number),
            fixture.channel,
            "<m\(number)@customer.example>",
            fixture.country,
            fixture.machine,
            fixture.replyEmail
        )
        try await database.execute(
            """
            INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at)
            VALUES ($1, $1, $1, $2, 'service@maker.example', $3, 'It stands still.', $4, aftersail.now())
            """,
            id,
            fixture.channel,
            "<m\(number)@customer.example>",
            fixture.machine
        )
        try await decisions(id, fixture)
        return id
    }

    private func decisions(_ id: UUID, _ fixture: TicketFixture) async throws {
        if let language = fixture.language {
            try await database.execute(
                """
                INSERT INTO triage
                    (ticket_id, message_id, category, confidence, abstained, candidates, language, language_confidence,
                     urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
                VALUES ($1, $1, 'technical_fault', 1, false, '[]', $2, 1, 'high', 'high', 2, 'neutral', false, 'normal',
                        '1', '[]')
                """,
                id,
                language
            )
        }
        try await database.execute(
            "INSERT INTO ticket_state (ticket_id, status, wait_reason, version, cycle) VALUES ($1, $2, $3, 1, $4)",
            id,
            fixture.status,
            fixture.waitReason,
            Int32(fixture.cycle)
        )
        if let agent = fixture.agent {
            try await database.execute(
                """
                INSERT INTO assignment (id, ticket_id, agent_id, team_id, weight, policy_version, explanation)
                VALUES ($1, $1, $2, 'technical', 1, '1', '{}')
                """,
                id,
                agent
            )
        }
    }

    /// What Li Wei wrote on a ticket; the entry has the ticket's id.
    func entry(on ticket: UUID, kind: String = "reply", _ body: String) async throws {
        try await database.execute(
            "INSERT INTO desk_entry (id, ticket_id, kind, author, body) VALUES ($1, $1, $2, 'agent:li.wei', $3)",
            ticket,
            kind,
            body
        )
    }

    /// A survey of a ticket, with the ticket's id, answered with a comment if given.
    func survey(of ticket: UUID, state: String = "invited", comment: String? = nil) async throws {
        if let comment {
            try await database.execute(
                "INSERT INTO survey_answer (id, survey_id, score, comment, channel) VALUES ($1, $1, 1, $2, 'mail')",
                ticket,
                comment
            )
        }
        try await database.execute(
            """
            INSERT INTO survey
                (id, ticket_id, cycle, customer_id, agent_id, team_id, state, due_at, expires_at, answer_id)
            VALUES ($1, $1, 1, $1, 'li.wei', 'technical', $2, aftersail.now(), aftersail.now(), $3)
            """,
            ticket,
            state,
            comment == nil ? nil : ticket
        )
    }

    /// A notification as another process left it.
    func notification(_ number: Int, on ticket: UUID, state: String, epoch: Int32?, to address: String) async throws {
        try await database.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state,
                 attempts, epoch, mail_id)
            VALUES ($1, $2, $3, 'acknowledgement', 'customer', true, 'email', $4, 'en', 'Hello', 'We are here.', $5, 1,
                    $6, $7)
            """,
            UUID.numbered(number),
            ticket,
            "left:\(number)",
            address,
            state,
            epoch,
            "<left\(number)@maker.example>"
        )
    }

    static func name(_ number: Int) -> String {
        let digits = String(number)
        return "AS-T" + String(repeating: "0", count: 7 - digits.count) + digits
    }
}
