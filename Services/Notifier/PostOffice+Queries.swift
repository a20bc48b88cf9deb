import FoundationEssentials
import Mutants
import Postgres
import WorkerKit

extension Transaction {
    /// Advisory lock of the budgets, one for all.
    ///
    /// A turn composes several kinds of messages one after the other, so locks on single addresses would be taken in no
    /// common order. Sending happens outside it. docs/operations.md lists all locks.
    private static let budgetLock: Int32 = 7010

    /// What decides about these drafts, with the budgets locked until the commit.
    ///
    /// Every turn takes the one lock before it reads or writes a budget, so what is counted is exact over all replicas, and
    /// the rows of the counters, which only they write, are locked in no order that matters.
    func postOffice(for drafts: [Draft], _ budgets: MailBudgets, at now: Date) async throws -> PostOffice {
        let budgeted = drafts.filter(\.isBudgeted)
        if !budgeted.isEmpty {
            enqueue("SELECT pg_advisory_xact_lock($1, 0)", Self.budgetLock)
        }
        let toCustomers = budgeted.filter { $0.audience == .customer }
        let addresses = Set(toCustomers.compactMap(\.address))
        let staff = Set(budgeted.filter { $0.audience == .staff }.compactMap(\.address))
        // Each statement sees what was committed before it began, and so behind the lock.
        let (reasons, all) = (drafts.map(\.reason), Set(drafts.compactMap(\.address)))
        let (known, suppressed, perAddress, perTicket, perColleague, room) = try await together(
            { try await texts("SELECT reason AS text FROM notification WHERE reason = ANY($1)", reasons) },
            { try await self.suppressed(all, at: now) },
            { try await self.used(addresses.sorted(), at: now) },
            { try await self.used(byTickets: Set(toCustomers.map(\.ticket)).sorted(), at: now) },
            { try await self.used(byStaff: staff.sorted(), at: now) },
            { try await self.room(for: Set(addresses.map(MailDomain.registered)), budgets, at: now) }
        )
        return PostOffice(
            budgets,
            known: known,
            suppressed: suppressed,
            use: PostOffice.Use(addresses: perAddress, tickets: perTicket, staff: perColleague, room: room)
        )
    }

    private func texts(_ sql: String, _ keys: [String]) async throws -> Set<String> {
        Set(try await rows(sql, keys).map { row in try row("text") as String })
    }

    private func suppressed(_ addresses: Set<String>, at now: Date) async throws -> Set<String> {
        guard !addresses.isEmpty else { return [] }
        let rows = try await rows(
            "SELECT address FROM suppression WHERE address = ANY($1) AND until > $2",
            Array(addresses),
            now
        )
        return Set(try rows.map { row in try row("address") as String })
    }

    /// What counts against customers' addresses: written or sent within the time, or not sent yet.
    ///
    /// A month back, for mails wait as long as the relay is away; the budgets themselves keep what lies there few. `counted`
    /// keeps suppressed mails out of what is read; the state speaks of those that the release before has written. `OFFSET 0`
    /// keeps the look at each address by itself, whatever the tables held when the plan was made.
    private func used(_ addresses: [String], at now: Date) async throws -> [String: PostOffice.Count] {
        guard !addresses.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT a.address, c.hour, c.day
            FROM unnest($1::text[]) AS a (address)
            CROSS JOIN LATERAL (
                SELECT
                    count(*) FILTER (WHERE n.latest > $2 - interval '1 hour') AS hour,
                    count(*) FILTER (WHERE n.latest > $2 - interval '1 day') AS day
                FROM (
                    SELECT \(Self.latest) AS latest
                    FROM notification x
                    WHERE x.address = a.address
                      AND x.automatic
                      AND x.audience = 'customer'
                      AND x.counted
                      AND x.state <> 'suppressed'
                      AND x.created_at > $2 - interval '30 days'
                    OFFSET 0
                ) n
            ) c
            """,
            addresses,
            now
        )
        let counts = try rows.map { row in
            (try row("address") as String, PostOffice.Count(hour: try row("hour"), day: try row("day")))
        }
        return Dictionary(counts) { first, _ in first }
    }

    /// The same of tickets, in a day.
    ///
    /// Where rows are found only what the index of tickets knows is asked for: with the rest of the conditions that of the
    /// addresses would do, too, and planned while the table was small, all of it was read for every ticket.
    private func used(byTickets tickets: [UUID], at now: Date) async throws -> [UUID: Int] {
        guard !tickets.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT t.id, (
                SELECT count(*)
                FROM (
                    SELECT \(Self.latest) AS latest, x.automatic, x.audience
                    FROM notification x
                    WHERE x.ticket_id = t.id
                      AND x.counted
                      AND x.state <> 'suppressed'
                      AND x.created_at > $2 - interval '30 days'
                    OFFSET 0
                ) n
                WHERE n.latest > $2 - interval '1 day' AND n.automatic AND n.audience = 'customer'
            ) AS used
            FROM unnest($1::uuid[]) AS t (id)
            """,
            tickets,
            now
        )
        return Dictionary(try rows.map { row in (try row("id") as UUID, try row("used") as Int) }) { first, _ in first }
    }

    /// When a mail counts: for ever while it has not left.
    private static let latest = """
        CASE WHEN x.state IN ('queued', 'sending', 'finalising') THEN 'infinity'::timestamptz
            ELSE greatest(x.created_at, x.sent_at, x.finalising_at) END
        """

    /// What colleagues got, by windows: one more than the time has, so that no hour and no day by any clock has more.
    private func used(byStaff addresses: [String], at now: Date) async throws -> [String: PostOffice.Count] {
        guard !addresses.isEmpty else { return [:] }
        let present = BudgetWindow(at: now).number
        let rows = try await rows(
            """
            SELECT a.address, COALESCE(c.hour, 0) AS hour, COALESCE(c.day, 0) AS day
            FROM unnest($1::text[]) AS a (address)
            CROSS JOIN LATERAL (
                SELECT sum(x.used) FILTER (WHERE x.window_at >= $2) AS hour, sum(x.used) AS day
                FROM mail_budget x
                WHERE x.scope = 'staff' AND x.name = a.address AND x.window_at >= $3
            ) c
            """,
            addresses,
            BudgetWindow(number: present - BudgetWindow.inHour).start,
            BudgetWindow(number: present - BudgetWindow.inDay).start
        )
        let counts = try rows.map { row in
            (try row("address") as String, PostOffice.Count(hour: try row("hour"), day: try row("day")))
        }
        return Dictionary(counts) { first, _ in first }
    }

    /// Places taken in windows of these domains and of all mail, from the present one on.
    ///
    /// `OFFSET 0` keeps the look at each key by itself: a join planned while the table is empty would read all of it later.
    private func room(for domains: Set<String>, _ budgets: MailBudgets, at now: Date) async throws -> BudgetRoom {
        let present = BudgetWindow(at: now)
        guard !domains.isEmpty else { return BudgetRoom(budgets, present: present) }
        let domains = domains.sorted()
        let rows = try await rows(
            """
            SELECT w.scope, w.name, x.window_at, x.used
            FROM unnest($1::text[], $2::text[]) AS w (scope, name)
            CROSS JOIN LATERAL (
                SELECT b.window_at, b.used
                FROM mail_budget b
                WHERE b.scope = w.scope AND b.name = w.name AND b.window_at >= $3
                OFFSET 0
            ) x
            """,
            domains.map { _ in MailBudgets.Name.domain.rawValue } + [MailBudgets.Name.overall.rawValue],
            domains + [""],
            present.start
        )
        var used: [BudgetRoom.Key: Int] = [:]
        for row in rows {
            let scope: String = try row("scope")
            let key = BudgetRoom.Key(
                scope: scope == MailBudgets.Name.overall.rawValue ? .overall : .domain,
                name: try row("name"),
                window: BudgetWindow(at: try row("window_at"))
            )
            used[key] = try row("used")
        }
        return BudgetRoom(budgets, present: present, used: used)
    }
}

extension Turn {
    /// Adds to the counters what the post office has admitted.
    func enqueueBudgets(_ office: PostOffice) {
        let present = BudgetWindow(at: now)
        let places = office.use.room.taken.map { ($0.key.scope, $0.key.name, $0.key.window, $0.value) }
        let all = places + office.toStaff.map { (MailBudgets.Name.staff, $0.key, present, $0.value) }
        guard !all.isEmpty, !Mutant.budgetForgotten.isOn else { return }
        transaction.enqueue(
            """
            INSERT INTO mail_budget AS b (scope, name, window_at, used)
            SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::integer[])
            ON CONFLICT (scope, name, window_at) DO UPDATE SET used = b.used + excluded.used
            """,
            all.map(\.0.rawValue),
            all.map(\.1),
            all.map(\.2.start),
            all.map { Int32($0.3) }
        )
    }

    /// Stores notifications with the next flight, in the order of their reasons; known reasons are left alone.
    ///
    /// After a restore, what is told about a ticket of the backup may have been sent before: it waits for a person, as
    /// long as the restore is open.
    func enqueueNotifications(_ drafts: [Draft], mailID: (Draft) -> String) {
        let drafts = drafts.sorted { $0.reason < $1.reason }
        let ids = drafts.map { _ in newID() }
        transaction.enqueue(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state,
                 failure, mail_id, in_reply_to, created_at, next_attempt_at, counted)
            SELECT
                id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body,
                CASE WHEN held THEN 'uncertain' ELSE state END,
                CASE WHEN held THEN 'restored: written again after the restore, it may have been sent before'
                    ELSE failure END,
                mail_id, in_reply_to, $16, COALESCE(due_at, $16), state <> 'suppressed'
            FROM (
                SELECT
                    n.*,
                    CASE
                        WHEN n.state <> 'queued' OR (SELECT restored_at FROM restore_point WHERE ended_at IS NULL) IS NULL
                        THEN false
                        ELSE (SELECT t.opened_at FROM ticket t WHERE t.id = n.ticket_id)
                            < (SELECT restored_at FROM restore_point WHERE ended_at IS NULL)
                    END AS held
                FROM unnest(
                    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[],
                    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
                    $17::timestamptz[])
                    AS n (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body,
                        state, failure, mail_id, in_reply_to, due_at)
            ) drafts
            ON CONFLICT (reason) DO NOTHING
            """,
            ids,
            drafts.map(\.ticket),
            drafts.map(\.reason),
            drafts.map(\.template),
            drafts.map(\.audience.rawValue),
            drafts.map(\.automatic),
            drafts.map { $0.address == nil ? "none" : "email" },
            drafts.map(\.address),
            drafts.map(\.language),
            drafts.map(\.subject),
            drafts.map(\.body),
            drafts.map { $0.obstacle == nil ? "queued" : "suppressed" },
            drafts.map { $0.obstacle ?? $0.wait?.reason },
            drafts.map(mailID),
            drafts.map(\.inReplyTo),
            now,
            drafts.map { $0.wait?.until }
        )
    }
}
