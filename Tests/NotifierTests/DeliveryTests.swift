import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import WorkerKit

@testable import Notifier

@Suite("Notifier delivery", .freshDatabase, .freshBroker, .serialized)
struct DeliveryTests {
    private static let due = Date(timeIntervalSince1970: 1_790_000_000)

    private func promise(_ ticket: UUID) -> SLAPromisedV1 {
        SLAPromisedV1(ticketID: ticket, earliest: Self.due, latest: Self.due + 3_600, policyVersion: "1")
    }

    private func state(_ rig: Rig) async throws -> String? {
        try await rig.text("SELECT string_agg(state, ' ' ORDER BY id) AS t FROM notification_overview")
    }

    @Test("every message reaches the right person in their language")
    func everything() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let languages = ["zh", "ar", "en"]
        for number in 1...16 {
            let ticket = try await rig.ticket(number) { ticket in
                ticket.email = "c\(number)@customer.example"
                ticket.language = languages[number % 3]
                ticket.machine = number == 16
            }
            try await rig.entry(on: ticket, "Press reset.")
            try await rig.survey(of: ticket, comment: number == 14 ? "Slow." : nil)
        }
        let ids = (0...16).map { UUID.numbered($0) }
        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])

        try await rig.say([
            promise(ids[1]),
            TicketAssignedV1(ticketID: ids[2], assignmentID: ids[2], agentID: "li.wei", teamID: "technical"),
            TicketReturnedV1(ticketID: ids[3], assignmentID: ids[3], agentID: "li.wei", reason: "away"),
            TicketMessageReceivedV1(ticketID: ids[4], messageID: ids[4], clockStart: Self.due, machine: false),
            TicketRepliedV1(ticketID: ids[5], version: 1, entryID: ids[5]),
            TicketProposedV1(ticketID: ids[6], version: 1, entryID: ids[6]),
            TicketObjectedV1(ticketID: ids[7], version: 1, entryID: ids[7]),
            TicketResolvedV1(ticketID: ids[8], version: 1, cycle: 1),
            TicketClosedV1(ticketID: ids[9], version: 1, cycle: 1),
            TicketReopenedV1(ticketID: ids[10], version: 1, cycle: 1),
            SLAWarnedV1(
                ticketID: ids[11],
                metric: "resolution",
                cycle: 1,
                share: 50,
                dueAt: Self.due,
                deadlineVersion: 1
            ),
            SLABreachedV1(
                ticketID: ids[12],
                metric: "resolution",
                cycle: 1,
                level: 2,
                role: "manager",
                dueAt: Self.due,
                deadlineVersion: 1
            ),
            SurveyInvitedV1(ticketID: ids[13], surveyID: ids[13]),
            SurveyLowScoreV1(ticketID: ids[14], surveyID: ids[14], followUpID: ids[14], score: 1),
            SLAProgressDueV1(ticketID: ids[15], cycle: 1, dueAt: Self.due),
            promise(ids[16]),
        ])
        let mails = try await sink.mails(atLeast: 15)
        try await eventually("all are sent") {
            try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'sent'") == 15
        }
        await process.stop()

        let told = Dictionary(uniqueKeysWithValues: mails.map { ($0.subject.prefix { $0 != "]" }.dropFirst(), $0) })
        let expected: [(Int, String, String)] = [
            (1, "c1@customer.example", "ar"), (2, "li.wei@maker.example", "zh"), (3, "li.wei@maker.example", "zh"),
            (4, "li.wei@maker.example", "zh"), (5, "c5@customer.example", "en"), (6, "c6@customer.example", "zh"),
            (7, "li.wei@maker.example", "zh"), (8, "c8@customer.example", "en"), (9, "c9@customer.example", "zh"),
            (10, "c10@customer.example", "ar"), (11, "li.wei@maker.example", "zh"), (12, "omar@maker.example", "ar"),
            (13, "c13@customer.example", "ar"), (14, "ana@maker.example", "de"), (15, "c15@customer.example", "zh"),
        ]
        for (number, address, language) in expected {
            let mail = told[Rig.name(number)[...]]
            #expect(mail?.to == address)
            #expect(mail?.header("Content-Language") == language)
            #expect(mail?.html?.contains(language == "ar" ? #"dir="rtl""# : #"dir="ltr""#) == true)
            #expect(mail?.defects == [])
        }
        #expect(told[Rig.name(5)[...]]?.text?.contains("Press reset.") == true)
        #expect(told[Rig.name(1)[...]]?.header("In-Reply-To") == "<m1@customer.example>")
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'acknowledged'") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'progress_sent'") == 1)
    }

    @Test("one reason from many messages makes one mail with three replicas")
    func once() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        for number in 1...20 { try await rig.ticket(number) { $0.email = "c\(number)@customer.example" } }
        var replicas: [WorkerProcess] = []
        for _ in 0..<3 { replicas.append(try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])) }

        for _ in 0..<3 { try await rig.say((1...20).map { promise(.numbered($0)) }) }
        _ = try await sink.mails(atLeast: 20)
        try await eventually("all sixty are settled") {
            let sent = try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'sent'")
            let settled = try await rig.number("SELECT count(*) AS n FROM inbox WHERE worker = 'notifier'")
            return sent == 20 && settled == 60
        }
        for replica in replicas { await replica.stop() }

        #expect(try sink.mails().count == 20)
        #expect(Set(try sink.mails().map(\.to)).count == 20)
    }

    @Test("a deferred mail is tried again after its pause")
    func deferred() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let ticket = try await rig.ticket(1) { $0.email = "defer@customer.example" }
        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])

        try await rig.say([promise(ticket)])
        try await eventually("the first try is over") {
            try await rig.number(
                "SELECT count(*) AS n FROM notification WHERE state = 'queued' AND attempts = 1 AND failure LIKE '451%'"
            ) == 1
        }
        try await rig.database.execute("UPDATE notification SET address = 'lan@customer.example'")
        try await rig.advance(seconds: 61)
        let mails = try await sink.mails(atLeast: 1)
        try await eventually("it is sent") { try await state(rig) == "sent" }
        await process.stop()

        #expect(mails.map(\.to) == ["lan@customer.example"])
        #expect(try await rig.number("SELECT attempts AS n FROM notification") == 2)
        // Every try names the mail alike, so that a relay or a reader may tell a repetition.
        let mailID = try await rig.text("SELECT mail_id AS t FROM notification")
        #expect(mails.map { $0.header("Message-ID") } == [mailID])
    }

    @Test("mails wait for a relay that is away, and leave when it is back without a try on their account")
    func away() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let proxy = try FaultProxy(to: sink.port)
        proxy.refuseConnections(true)
        var tickets: [UUID] = []
        for number in 1...50 {
            tickets.append(try await rig.ticket(number) { $0.email = "c\(number)@customer.example" })
        }
        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": "smtp://127.0.0.1:\(proxy.port)"])
        try await rig.say(tickets.map { promise($0) })
        try await eventually("it has been tried more than once") {
            let told = try await rig.number(
                "SELECT count(*) AS n FROM notification WHERE state = 'queued' AND failure LIKE 'cannot connect%'"
            )
            return told > 0 && proxy.accepted > 1
        }

        proxy.refuseConnections(false)
        _ = try await sink.mails(atLeast: 50)
        try await eventually("all are sent") {
            try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'sent' AND attempts = 1") == 50
        }
        await process.stop()

        #expect(try sink.mails().count == 50)
    }

    @Test("a refused recipient fails and gets no more mail")
    func refused() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let ticket = try await rig.ticket(1) { $0.email = "refuse-rcpt@customer.example" }
        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])

        try await rig.say([promise(ticket)])
        try await eventually("it has failed") { try await state(rig) == "failed" }
        try await rig.say([TicketClosedV1(ticketID: ticket, version: 1, cycle: 1)])
        try await eventually("the next is suppressed") { try await state(rig) == "failed suppressed" }
        await process.stop()

        let until = "SELECT count(*) AS n FROM suppression WHERE until > aftersail.now() + interval '59 days'"
        #expect(try await rig.number(until) == 1)
        #expect(try sink.mails().isEmpty)
    }

    @Test("a mail without an answer is uncertain until a person decides")
    func uncertain() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let ticket = try await rig.ticket(1) { $0.email = "drop-after-data@customer.example" }
        let other = try await rig.ticket(2) { $0.email = "other@customer.example" }
        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])

        try await rig.say([promise(ticket)])
        try await eventually("it is settled") { try await ["sent", "failed", "uncertain"].contains(state(rig)) }
        #expect(try await state(rig) == "uncertain")
        try await rig.advance(seconds: 200_000)
        try await rig.say([promise(other)])
        try await eventually("a later mail has passed it") { try await state(rig) == "uncertain sent" }
        let id = try await rig.text("SELECT id::text AS t FROM notification ORDER BY id").flatMap {
            UUID(uuidString: $0)
        }
        try await rig.say([
            NotificationSettleRequestedV1(notificationID: try #require(id), outcome: "sent", actor: "operator:eva")
        ])
        try await eventually("it is settled") { try await state(rig) == "sent sent" }
        await process.stop()

        #expect(try sink.mails().map(\.to) == ["drop-after-data@customer.example", "other@customer.example"])
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'acknowledged'") == 2)
    }

    @Test("mails of a dead process are sent again or listed as uncertain")
    func crashed() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let ticket = try await rig.ticket(1)
        try await rig.notification(11, on: ticket, state: "sending", epoch: 900, to: "a@customer.example")
        try await rig.notification(12, on: ticket, state: "finalising", epoch: 900, to: "b@customer.example")

        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])
        try await eventually("both are taken over") { try await state(rig) == "sent uncertain" }
        await process.stop()

        #expect(try sink.mails().map(\.to) == ["a@customer.example"])
    }

    @Test("mails of a living process are left alone")
    func alive() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start()
        let ticket = try await rig.ticket(1)
        let owner = try await rig.database.openSession()
        _ = try await owner.rows("SELECT pg_advisory_lock(7007, 900)")
        try await rig.notification(11, on: ticket, state: "sending", epoch: 900, to: "a@customer.example")
        try await rig.notification(12, on: ticket, state: "queued", epoch: nil, to: "b@customer.example")

        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])
        try await eventually("the other is sent") { try await state(rig) == "sending sent" }
        await process.stop()
        await owner.close()

        #expect(try sink.mails().map(\.to) == ["b@customer.example"])
    }

    @Test("results wait in memory while the database is away", .timeLimit(.minutes(2)))
    func outage() async throws {
        let rig = try await Rig.make()
        let port = try #require(URL(string: rig.databaseURL)?.port)
        let proxy = try FaultProxy(to: port)
        let sink = try await SMTPSink.start(slow: .seconds(1))
        let ticket = try await rig.ticket(1) { $0.email = "slow@customer.example" }
        let process = try await rig.notifier([
            "AFTERSAIL_SMTP_URL": sink.url,
            "AFTERSAIL_DATABASE_URL": rig.databaseURL.replacing(":\(port)/", with: ":\(proxy.port)/"),
        ])

        try await rig.say([promise(ticket)])
        try await eventually("it is being completed") { try await state(rig) == "finalising" }
        proxy.refuseConnections(true)
        proxy.cutAll()
        _ = try await sink.mails(atLeast: 1)
        proxy.refuseConnections(false)
        try await eventually("the result is written") { try await state(rig) == "sent" }
        await process.stop()

        #expect(try sink.mails().count == 1)
    }

    @Test("a crowd of mails leaves within seconds")
    func rate() async throws {
        let rig = try await Rig.make()
        let sink = try await SMTPSink.start(raw: true)
        let ticket = try await rig.ticket(1)
        try await rig.database.execute(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state,
                 mail_id)
            SELECT gen_random_uuid(), $1, 'crowd:' || n, 'progress', 'customer', true, 'email',
                   'c' || n || '@customer.example', 'en', '[AS-T0000001] Hello', repeat('We are here. ', 40), 'queued',
                   '<crowd' || n || '@maker.example>'
            FROM generate_series(1, 500) AS n
            """,
            ticket
        )

        let start = ContinuousClock.now
        let process = try await rig.notifier(["AFTERSAIL_SMTP_URL": sink.url])
        try await eventually("500 are sent") {
            try await rig.number("SELECT count(*) AS n FROM notification WHERE state = 'sent'") == 500
        }
        let taken = start.duration(to: .now)
        await process.stop()

        print("500 mails in \(taken), start of the worker included")
        #expect(taken < .seconds(30))
    }

    @Test("the recording provider sends nothing and counts mails as sent")
    func recording() async throws {
        let rig = try await Rig.make()
        let ticket = try await rig.ticket(1)
        let process = try await rig.notifier(["AFTERSAIL_MAIL_PROVIDER": "recording"])

        try await rig.say([promise(ticket)])
        try await eventually("it counts as sent") { try await state(rig) == "sent" }
        await process.stop()

        #expect(try await rig.text("SELECT provider_reply AS t FROM notification") == "recorded")
    }
}
