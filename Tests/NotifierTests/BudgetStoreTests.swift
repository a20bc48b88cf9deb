import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Notifier
@testable import WorkerKit

/// Budgets as the database keeps them, for all replicas together and over restarts.
@Suite("Budgets of automatic mail, stored", .freshDatabase)
struct BudgetStoreTests {
    /// Closed tickets of customers of one domain, told one after the other by a fresh composer each.
    private func close(_ numbers: ClosedRange<Int>, on rig: Rig, _ budgets: MailBudgets) async throws {
        let messages = numbers.map { TicketClosedV1(ticketID: .numbered($0), version: 1, cycle: 1) }
        _ = try await rig.decide(Announce(TicketClosedV1.self, try rig.composer(budgets)), messages)
    }

    private func tickets(_ numbers: ClosedRange<Int>, on rig: Rig) async throws {
        for number in numbers { try await rig.ticket(number) { $0.email = "a\(number)@x\(number).c.example" } }
    }

    private static let waiting = """
        SELECT count(*) AS n FROM notification_overview
        WHERE state = 'queued' AND next_attempt_at > aftersail.now()
            AND failure = 'waits for room in the budget of its domain'
        """
    private static let due = """
        SELECT count(*) AS n FROM notification_overview WHERE state = 'queued' AND next_attempt_at <= aftersail.now()
        """

    @Test("mail beyond a domain's budget waits, the operator sees why, and ten minutes later there is room")
    func waits() async throws {
        let rig = try await Rig.make()
        try await rig.alignClock()
        try await tickets(1...7, on: rig)
        let budgets = MailBudgets(domain: 12)

        try await close(1...3, on: rig, budgets)
        try await close(4...5, on: rig, budgets)

        #expect(try await rig.number(Self.due) == 2)
        #expect(try await rig.number(Self.waiting) == 3)
        #expect(try await rig.number("SELECT count(*) AS n FROM mail_queue WHERE due_at > aftersail.now()") == 3)
        #expect(
            try await rig.number("SELECT COALESCE(sum(used), 0) AS n FROM mail_budget WHERE scope = 'overall'") == 5
        )

        try await rig.advance(seconds: 1_200)
        try await close(6...7, on: rig, budgets)

        #expect(try await rig.number(Self.due) == 6)
        #expect(try await rig.number(Self.waiting) == 1)
        #expect(try await rig.number("SELECT COALESCE(max(used), 0) AS n FROM mail_budget WHERE scope = 'domain'") == 2)
    }

    @Test("three replicas together keep the budgets of domains, of all mail and of colleagues")
    func replicas() async throws {
        let rig = try await Rig.make()
        try await rig.alignClock()
        for number in 1...48 { try await rig.ticket(number) { $0.replyEmail = "a@d\(number % 4).example" } }
        let budgets = MailBudgets(addressHour: 100, addressDay: 100, staffHour: 9, domain: 24, overall: 84)

        try await withThrowingTaskGroup { group in
            for replica in 0..<3 {
                group.addTask {
                    for batch in 0..<4 {
                        let numbers = (1...4).map { replica * 16 + batch * 4 + $0 }
                        let closed = numbers.map { TicketClosedV1(ticketID: .numbered($0), version: 1, cycle: 1) }
                        let given = numbers.map {
                            TicketAssignedV1(
                                ticketID: .numbered($0),
                                assignmentID: .numbered($0),
                                agentID: "li.wei",
                                teamID: "technical"
                            )
                        }
                        let composer = try rig.composer(budgets)
                        _ = try await rig.decide(Announce(TicketAssignedV1.self, composer), given)
                        _ = try await rig.decide(Announce(TicketClosedV1.self, composer), closed)
                    }
                }
            }
            try await group.waitForAll()
        }

        let customers = "SELECT count(*) AS n FROM notification WHERE audience = 'customer' AND state = 'queued'"
        #expect(try await rig.number(customers) == 48)
        #expect(try await rig.number("SELECT COALESCE(max(used), 0) AS n FROM mail_budget WHERE scope = 'domain'") == 4)
        #expect(
            try await rig.number("SELECT COALESCE(max(used), 0) AS n FROM mail_budget WHERE scope = 'overall'") == 14
        )
        #expect(
            try await rig.number("SELECT COALESCE(sum(used), 0) AS n FROM mail_budget WHERE scope = 'overall'") == 48
        )
        let told = "SELECT count(*) AS n FROM notification WHERE audience = 'staff' AND state = "
        #expect(try await rig.number(told + "'queued'") == 9)
        let refused = "AND failure = 'budget of a colleague: 9 mails an hour'"
        #expect(try await rig.number(told + "'suppressed' \(refused)") == 39)
    }

    @Test("a colleague has room again an hour later, and no hour by any clock has more than the budget")
    func colleague() async throws {
        let rig = try await Rig.make()
        try await rig.alignClock()
        try await rig.ticket(1)
        let budgets = MailBudgets(staffHour: 3, staffDay: 5)
        func assign(_ numbers: ClosedRange<Int>) async throws {
            let given = numbers.map {
                TicketAssignedV1(
                    ticketID: .numbered(1),
                    assignmentID: .numbered($0),
                    agentID: "li.wei",
                    teamID: "technical"
                )
            }
            _ = try await rig.decide(Announce(TicketAssignedV1.self, try rig.composer(budgets)), given)
        }
        let queued = "SELECT count(*) AS n FROM notification WHERE state = 'queued'"

        try await assign(1...4)
        #expect(try await rig.number(queued) == 3)
        try await rig.advance(seconds: 3_599)
        try await assign(5...5)
        #expect(try await rig.number(queued) == 3)
        try await rig.advance(seconds: 601)
        try await assign(6...9)
        #expect(try await rig.number(queued) == 5)
        #expect(
            try await rig.text("SELECT failure AS t FROM notification WHERE reason LIKE '%\(UUID.numbered(9).text)'")
                == "budget of a colleague: 5 mails a day"
        )
    }

    @Test("a ticket has its budget whatever addresses its customer writes from")
    func ticket() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        for cycle in 1...12 {
            try await rig.database.execute(
                "UPDATE ticket SET reply_email = $1 WHERE id = $2",
                "a\(cycle)@customer.example",
                UUID.numbered(1)
            )
            let due = SLAProgressDueV1(ticketID: .numbered(1), cycle: cycle, dueAt: Date(timeIntervalSince1970: 0))
            _ = try await rig.decide(Announce(SLAProgressDueV1.self, try rig.composer()), [due])
        }

        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'queued'") == 10)
        let refused = "failure = 'budget of the ticket: 10 automatic mails a day'"
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE \(refused)") == 2)
        // So the next mail does not look at them again.
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE NOT counted") == 2)
    }

    @Test("a person's words go out whatever the budgets say, and take nothing of them")
    func human() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        try await rig.entry(on: .numbered(1), "Press reset.")
        let budgets = MailBudgets(addressHour: 0, addressDay: 0, ticketDay: 0)
        let reply = TicketRepliedV1(ticketID: .numbered(1), version: 1, entryID: .numbered(1))

        try await close(1...1, on: rig, budgets)
        _ = try await rig.decide(Announce(TicketRepliedV1.self, try rig.composer(budgets)), [reply])

        #expect(try await rig.text("SELECT template AS t FROM notification WHERE state = 'queued'") == "agent_reply")
        #expect(try await rig.number("SELECT count(*) AS n FROM mail_budget") == 0)
    }

    @Test("what was kept back leaves when a person says so, and nothing without an address does")
    func resent() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        try await rig.ticket(2) { ($0.email, $0.channel) = (nil, "phone") }
        try await close(1...2, on: rig, MailBudgets(addressHour: 0))
        let rows = try await rig.database.rows("SELECT id FROM notification WHERE state = 'suppressed'")
        let wishes = try rows.map {
            NotificationSettleRequestedV1(notificationID: try $0("id"), outcome: "resend", actor: "operator:eva")
        }

        _ = try await rig.decide(SettleNotifications(bell: Bell()), wishes)

        #expect(wishes.count == 2)
        #expect(
            try await rig.text("SELECT address AS t FROM notification WHERE state = 'queued'") == "lan@customer.example"
        )
        #expect(try await rig.number("SELECT count(*) AS n FROM mail_queue") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM notification WHERE counted") == 1)
    }

    @Test("counters of a hundred thousand other domains are not read, whatever the table held when plans were made")
    func plans() async throws {
        let rig = try await Rig.make()
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": rig.databaseURL, "AFTERSAIL_BROKER_URL": "amqp://unused",
        ])
        let worker = PlatformSettings(&reader).database(Identity(worker: "notifier"), links: 1)
        let drafts = [Draft.automatic(1, to: "lan@c.example"), .automatic(2, to: "li@staff.example", audience: .staff)]
        func rowsRead() async throws -> Int {
            try await worker.transaction { transaction in
                let turn = Turn(transaction: transaction, now: try await transaction.instant())
                var office = try await transaction.postOffice(for: drafts, MailBudgets(), at: turn.now)
                for draft in drafts { _ = office.admit(draft) }
                turn.enqueueBudgets(office)
                return try await turn.rowsRead(of: "mail_budget")
            }
        }
        // As on the first day: nothing is counted, and the statistics know it.
        try await rig.database.execute("ANALYZE mail_budget")
        for _ in 0..<8 { _ = try await rowsRead() }
        try await rig.database.execute(
            """
            INSERT INTO mail_budget (scope, name, window_at, used)
            SELECT s, 'd' || n || '.example', aftersail.now(), 1
            FROM generate_series(1, 50000) AS n, unnest(ARRAY['domain', 'staff']) AS s
            """
        )

        let read = try await rowsRead()

        #expect(read < 200, "\(read) rows were read")
    }

    @Test("mails about other tickets are not read, whatever the table held when plans were made")
    func ticketPlans() async throws {
        let rig = try await Rig.make()
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": rig.databaseURL, "AFTERSAIL_BROKER_URL": "amqp://unused",
        ])
        let worker = PlatformSettings(&reader).database(Identity(worker: "notifier"), links: 1)
        let other = try await rig.ticket(9)
        let draft = Draft.automatic(1, to: "lan@c.example")
        func rowsRead() async throws -> Int {
            try await worker.transaction { transaction in
                let turn = Turn(transaction: transaction, now: try await transaction.instant())
                _ = try await transaction.postOffice(for: [draft], MailBudgets(), at: turn.now)
                return try await turn.rowsRead(of: "notification")
            }
        }
        try await rig.database.execute("ANALYZE notification")
        for _ in 0..<8 { _ = try await rowsRead() }
        try await rig.database.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state)
            SELECT gen_random_uuid(), $1, 'crowd:' || n, 'progress', 'customer', true, 'email', 'c' || n || '@d.example', 'en',
                   'Hello', 'We are here.', 'sent'
            FROM generate_series(1, 20000) AS n
            """,
            other
        )

        let read = try await rowsRead()

        #expect(read < 50, "\(read) rows were read")
    }

    @Test("a crowd of suppressed mails costs the next decision nothing")
    func crowd() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1)
        try await rig.database.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state, counted)
            SELECT gen_random_uuid(), $1, 'crowd:' || n, 'progress', 'customer', true, 'email', 'lan@customer.example', 'en',
                   'Hello', 'We are here.', 'suppressed', false
            FROM generate_series(1, 5000) AS n
            """,
            UUID.numbered(2)
        )
        try await rig.database.execute("ANALYZE notification")

        let read = try await rig.turn { turn in
            let before = try await turn.rowsRead(of: "notification")
            _ = try await turn.transaction.postOffice(
                for: [.automatic(1, to: "lan@customer.example")],
                MailBudgets(),
                at: turn.now
            )
            return try await turn.rowsRead(of: "notification") - before
        }

        #expect(read < 50, "\(read) rows were read")
    }
}

extension Turn {
    fileprivate func rowsRead(of table: String) async throws -> Int {
        let rows = try await transaction.rows(
            """
            SELECT COALESCE(seq_tup_read, 0) + COALESCE(idx_tup_fetch, 0) AS n
            FROM pg_stat_xact_user_tables
            WHERE relname = $1
            """,
            table
        )
        guard let row = rows.first else { return 0 }
        return try row("n")
    }
}

extension Rig {
    /// Sets the product's clock to the beginning of ten minutes, so that no test straddles their end.
    fileprivate func alignClock() async throws {
        try await database.execute(
            """
            UPDATE clock
            SET virtual_anchor = to_timestamp(ceil(extract(epoch FROM aftersail.now()) / 600) * 600 + 1),
                real_anchor = clock_timestamp()
            """
        )
    }
}
