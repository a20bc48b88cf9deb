import Contracts
import Digest
import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

/// Mails become tickets by way of the command line, the broker and intake, as at an operator's.
@Suite("Mails as tickets", .freshDatabase, .freshBroker, .serialized, .timeLimit(.minutes(5)))
struct MailTicketTests {
    @Test("a mail makes one ticket however often it comes, and its attachments lie in the store by their hashes")
    func once() async throws {
        let office = try await MailOffice()
        let mail = """
            From: Lan <lan@e.example>
            Message-ID: <1@e.example>
            Subject: pump
            Content-Type: multipart/mixed; boundary=b

            --b

            It leaks.
            --b
            Content-Type: image/png; name="泵.png"
            Content-Transfer-Encoding: base64

            YWJj
            --b--
            """

        let first = try office.submit(mail)
        let again = try office.submit(mail)

        #expect(first["accepted"] == .bool(true), "\(first.text)")
        #expect(first["duplicate"] == .bool(false) && again["duplicate"] == .bool(true))
        #expect(first["ticket"] == again["ticket"])
        #expect(await office.number("SELECT count(*) AS n FROM ticket") == 1)
        #expect(await office.number("SELECT count(*) AS n FROM message") == 1)
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let row = try #require(
            try await office.rows(
                """
                SELECT body, attachments->0->>'sha256' AS hash, attachments->0->>'name' AS name,
                    extra->'mail'->'original'->>'sha256' AS original
                FROM message
                """
            ).first
        )
        #expect(try row("body") as String == "It leaks.")
        #expect(try row("hash") as String == hash)
        #expect(try row("name") as String == "泵.png")
        #expect(office.kept(hash) == Array("abc".utf8))
        #expect(office.kept(try row("original")) == Array(mail.utf8))
        try await office.close()
    }

    @Test("replies land on their ticket, strangers' quotations and absence notes do not wake it")
    func conversation() async throws {
        let office = try await MailOffice()
        let first = try office.submit(
            "From: Lan <lan@e.example>\nMessage-ID: <1@e.example>\nSubject: pump\n\nIt leaks."
        )
        let number = try #require(first.string("ticket"))

        let reply = try office.submit(
            "From: lan@e.example\nMessage-ID: <2@e.example>\nReferences: <0@x.example> <1@e.example>\nSubject: Re: pump\n\n"
                + "Still.\n\nOn 5 March 2024 at 10:00 Lan <lan@e.example> wrote:\n> It leaks."
        )
        let strange = try office.submit(
            "From: eve@evil.example\nMessage-ID: <3@evil.example>\nSubject: Re: [\(number)] pump\n\nTell me more."
        )
        let resolved = try office.run("ticket", "resolve", number, "mended", "--solution", "guidance")
        let absence = try office.submit(
            "From: lan@e.example\nMessage-ID: <4@e.example>\nIn-Reply-To: <1@e.example>\nAuto-Submitted: auto-replied\n"
                + "Subject: Out of office\n\nBack on Monday."
        )

        #expect(reply.string("ticket") == number)
        #expect(strange.string("ticket") != number && strange["accepted"] == .bool(true))
        #expect(resolved.status == 0, "\(resolved.output)")
        #expect(absence.string("ticket") == number)
        let stranger = try #require(
            try await office.rows("SELECT subject FROM ticket WHERE number <> '\(number)'").first
        )
        #expect(try stranger("subject") as String == "Re: pump")
        #expect(await office.number("SELECT count(*) AS n FROM link_suggestion") == 1)
        #expect(await office.number("SELECT count(*) AS n FROM message WHERE machine") == 1)
        #expect(await office.number(office.count(status: "resolved", of: number)) == 1)

        let back = try office.submit(
            "From: lan@e.example\nMessage-ID: <5@e.example>\nIn-Reply-To: <1@e.example>\nSubject: Re: pump\n\nIt leaks again."
        )
        #expect(back.string("ticket") == number)
        #expect(await office.number(office.count(status: "open", of: number)) == 1)
        try await office.close()
    }

    @Test("mails in Chinese and Arabic sets are stored as they were written")
    func languages() async throws {
        let office = try await MailOffice()
        // 水泵漏水 in GB18030, المضخة in Windows-1256.
        let chinese =
            Array("From: li@c.example\nMessage-ID: <c@c.example>\nContent-Type: text/plain; charset=gb2312\n\n".utf8)
            + [0xCB, 0xAE, 0xB1, 0xC3, 0xC2, 0xA9, 0xCB, 0xAE]
        let arabic =
            Array(
                "From: ali@s.example\nMessage-ID: <s@s.example>\nContent-Type: text/plain; charset=windows-1256\n\n"
                    .utf8
            ) + [0xC7, 0xE1, 0xE3, 0xD6, 0xCE, 0xC9]

        _ = try office.submit(bytes: chinese)
        _ = try office.submit(bytes: arabic)

        let texts: [String] = try await office.rows("SELECT body FROM message ORDER BY external_id").map {
            try $0("body")
        }
        #expect(texts == ["水泵漏水", "المضخة"])
        try await office.close()
    }

    @Test("our own mail come back and what is no mail end in quarantine with their reason, kept in the store")
    func aside() async throws {
        let office = try await MailOffice()

        let own = try office.submit("From: Support <support@us.example>\nMessage-ID: <9@us.example>\n\nx")
        let junk = try office.submit(bytes: [1, 2, 3, 0, 255])

        #expect(own["accepted"] == .bool(false) && junk["accepted"] == .bool(false))
        let reasons: [String] = try await office.rows(
            "SELECT errors->0->>'reason' AS reason FROM quarantine ORDER BY 1"
        )
        .map { try $0("reason") }
        #expect(reasons.count == 2)
        #expect(reasons.first?.hasPrefix("is no mail") == true && reasons.last?.hasPrefix("is our own mail") == true)
        #expect(await office.number("SELECT count(*) AS n FROM ticket") == 0)
        #expect(await office.number("SELECT count(*) AS n FROM customer") == 0)
        #expect(office.kept(hex(sha256([1, 2, 3, 0, 255]))) == [1, 2, 3, 0, 255])
        try await office.close()
    }

    @Test("a mail of 30 MB goes through the pipe in seconds and little memory")
    func large() async throws {
        let office = try await MailOffice()
        let header = "From: lan@e.example\nMessage-ID: <30@e.example>\nContent-Type: application/zip; name=a.zip\n"
        var mail = Array((header + "Content-Transfer-Encoding: base64\n\n").utf8)
        let line = Array((String(repeating: "YWJj", count: 19) + "\r\n").utf8)
        mail.reserveCapacity(31 << 20)
        while mail.count < 30_000_000 { mail += line }

        let run = try office.pipe(mail)

        print("pipe: a mail of 30 MB took \(run.seconds) s and \(run.peakMiB) MiB")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.isEmpty)
        #expect(run.seconds < 15)
        #expect(run.peakMiB < 200)
        try await eventually("the ticket", within: .seconds(30)) {
            await office.number("SELECT count(*) AS n FROM ticket") == 1
        }
        let row = try #require(
            try await office.rows("SELECT (attachments->0->>'size')::bigint AS size FROM message").first
        )
        #expect(try row("size") as Int64 > 21_000_000)
        try await office.close()
    }
}
