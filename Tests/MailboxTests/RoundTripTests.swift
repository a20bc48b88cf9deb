import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite(
    "Mails in by Dovecot, answers out by Postfix",
    .timeLimit(.minutes(10)),
    .enabled(if: PrivatePostfix.obstacle == nil, "\(PrivatePostfix.obstacle ?? "")")
)
struct RoundTripTests {
    /// `AFTERSAIL_TEST_MAILS` asks for more.
    private static let mails = ProcessInfo.processInfo.environment["AFTERSAIL_TEST_MAILS"].flatMap { Int($0) } ?? 100

    @Test("every mail becomes its ticket or finds it, every receipt goes out once, whatever is restarted in the middle")
    func restarts() async throws {
        let town = try await MailTown.make()
        let people = (1...max(10, Self.mails / 2)).map(Townsperson.init)
        try await town.pipeline.start(only: MailTown.workers)

        try await hand(people.map(\.report), to: town, restarting: MailTown.Part.all)
        try await eventually("every report is a ticket", within: .seconds(120)) {
            await town.number("SELECT count(*) AS n FROM ticket") == people.count
        }
        try await settled(people.count, in: town)
        let replied = try await reply(to: 10, in: town)
        let told = newestMails(in: town)
        #expect(told.replies >= replied - 1)
        let answers = people.map { person in
            // Whose receipt nobody knows of answers to the own mail.
            person.answer(to: told.newest[person.address] ?? "<report\(person.number)@town.example>")
        }
        try await hand(answers, to: town, restarting: MailTown.Part.all.reversed())
        try await eventually("every answer is a message", within: .seconds(120)) {
            await town.number("SELECT count(*) AS n FROM message") == 2 * people.count
        }

        #expect(await town.number("SELECT count(*) AS n FROM ticket") == people.count)
        let together = """
            SELECT count(*) AS n FROM (
                SELECT ticket_id FROM message GROUP BY ticket_id
                HAVING count(*) = 2 AND count(DISTINCT sender_points) = 1
                    AND array_agg(external_id ORDER BY external_id)::text LIKE '%<answer%<report%'
            ) t
            """
        #expect(await town.number(together) == people.count)
        #expect(await town.number("SELECT count(*) AS n FROM quarantine") == 0)
        #expect(await town.number("SELECT count(*) AS n FROM link_suggestion") == 0)
        let report = try town.pipeline.command(["mailbox", "report"])
        #expect(report.status == 0, "\(report.output)")
        try await isToldOnce(town)
        let ends = try await town.pipeline.stop()
        #expect(ends.values.allSatisfy { $0 == 0 }, "\(ends)")
    }

    /// Delivers mails piece by piece, and restarts a part with every piece.
    private func hand(_ mails: [String], to town: MailTown, restarting parts: [MailTown.Part]) async throws {
        let before = await town.recorded
        for (index, part) in parts.enumerated() {
            let piece = mails[mails.count * index / parts.count..<mails.count * (index + 1) / parts.count]
            for mail in piece { try town.dovecot.deliver(Array(mail.utf8), at: Int(Date().timeIntervalSince1970)) }
            let least = before + mails.count * index / parts.count + piece.count / 2
            try await eventually("half of a piece is recorded before \(part) ends", within: .seconds(60)) {
                await town.recorded >= least
            }
            try await town.restart(part)
        }
        try await eventually("every mail is recorded", within: .seconds(120)) {
            await town.recorded == before + mails.count
        }
    }

    /// Answers tickets as an agent does, and waits until the answers have left; how many.
    private func reply(to count: Int, in town: MailTown) async throws -> Int {
        let rows = try await town.pipeline.database.rows("SELECT number FROM ticket ORDER BY number LIMIT \(count)")
        for row in rows {
            let done = try town.pipeline.command(
                ["ticket", "reply", try row("number"), "Please close the valve.", "--as", "agent:agent1"]
            )
            #expect(done.status == 0, "\(done.output)")
        }
        try await eventually("the answers leave", within: .seconds(60)) {
            await town.number(
                "SELECT count(*) AS n FROM notification WHERE NOT automatic AND state IN ('sent', 'uncertain')"
            ) == rows.count
        }
        try await settled(await town.number("SELECT count(*) AS n FROM ticket"), in: town)
        return rows.count
    }

    /// By recipient the Message-ID of what they would answer: a person's mail rather than a receipt.
    private func newestMails(in town: MailTown) -> (newest: [String: String], replies: Int) {
        var (newest, replies): ([String: String], Int) = ([:], 0)
        let mails = town.postfix.deliveries().filter { $0.recipient.hasSuffix("@town.example") }
        for mail in mails where mail.header("Auto-Submitted") != nil {
            newest[mail.recipient] = mail.header("Message-ID")
        }
        for mail in mails where mail.header("Auto-Submitted") == nil {
            newest[mail.recipient] = mail.header("Message-ID")
            replies += 1
        }
        return (newest, replies)
    }

    private func settled(_ acknowledged: Int, in town: MailTown) async throws {
        try await eventually("every ticket is acknowledged", within: .seconds(120)) {
            await town.number(
                """
                SELECT count(DISTINCT ticket_id) AS n FROM notification
                WHERE template LIKE 'acknowledgement%' AND state IN ('sent', 'uncertain')
                """
            ) == acknowledged
        }
        do {
            try await eventually("nothing is under way", within: .seconds(120)) {
                let open = """
                    SELECT count(*) AS n FROM notification
                    WHERE state NOT IN ('sent', 'uncertain', 'suppressed', 'failed')
                    """
                return await town.number(open) == 0 && town.postfix.queued == 0
            }
        } catch {
            Issue.record("\(try await town.standing())")
            throw error
        }
    }

    /// What the record says was sent arrived once; what it does not know arrived once or not at all; else nothing did.
    private func isToldOnce(_ town: MailTown) async throws {
        try await settled(await town.number("SELECT count(*) AS n FROM ticket"), in: town)
        let arrived = Dictionary(grouping: town.postfix.deliveries(), by: { $0.header("Message-ID") ?? "" })
        var (sent, uncertain) = (0, 0)
        for row in try await town.pipeline.database.rows(
            "SELECT mail_id, state FROM notification WHERE address IS NOT NULL"
        ) {
            let copies = arrived[try row("mail_id") as String, default: []].count
            switch try row("state") as String {
            case "sent":
                sent += 1
                #expect(copies == 1)
            case "uncertain":
                uncertain += 1
                #expect(copies <= 1)
            default: #expect(copies == 0)
            }
        }
        print("round trip: \(sent) mails sent once each, \(uncertain) uncertain, \(arrived.count) arrived")
        #expect(arrived.count <= sent + uncertain)
        #expect(uncertain < sent / 2)
    }
}
