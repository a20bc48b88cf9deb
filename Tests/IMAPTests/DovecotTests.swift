import FoundationEssentials
import Harness
import IMAP
import Testing

@Suite("IMAP with Dovecot", .timeLimit(.minutes(3)))
struct DovecotTests {
    @Test("mails are read byte for byte, with number and moment, and stay unseen")
    func reading() async throws {
        let dovecot = try await PrivateDovecot.start()
        let mails = (1...20).map { number in
            "From: lan@example.com\r\nSubject: \(number) {12}\r\n\r\n)* A1 OK \"\(String(repeating: "ü", count: number * 997))\r\n"
        }
        for (index, mail) in mails.enumerated() { try dovecot.deliver(Array(mail.utf8), at: 1_700_000_000 + index) }
        let session = try await IMAPSession.open(dovecot)

        let mailbox = try await session.examine("inbox")
        let uids = try await session.uids(from: 1)
        var texts: [String] = []
        var moments: [Double?] = []
        for uid in uids {
            let message = try #require(try await session.message(uid, limit: 1_000_000))
            #expect(message.uid == uid)
            #expect(message.announcedSize == message.size)
            #expect(!message.isCut)
            texts.append(String(decoding: message.bytes, as: UTF8.self))
            moments.append(message.receivedAt?.timeIntervalSince1970)
        }
        await session.logOut()

        #expect(mailbox.exists == 20)
        #expect(mailbox.uidNext == 21)
        #expect(uids == Array(1...20))
        #expect(texts == mails)
        #expect(moments == (0..<20).map { 1_700_000_000 + Double($0) })
        #expect(dovecot.flags().count == 20)
        #expect(dovecot.flags().allSatisfy { !$0.contains("S") })
    }

    @Test("a mail beyond the limit goes by without being kept, and the next is read")
    func large() async throws {
        let dovecot = try await PrivateDovecot.start()
        let large = "Subject: large\r\n\r\n" + String(repeating: "0123456789abcde\r\n", count: 2_000_000)
        try dovecot.deliver(large)
        try dovecot.deliver("Subject: small\r\n\r\nhello\r\n")
        let session = try await IMAPSession.open(dovecot)
        _ = try await session.examine("INBOX")

        let cut = try #require(try await session.message(1, limit: 1_000))
        let small = try #require(try await session.message(2, limit: 1_000))
        await session.logOut()

        #expect(cut.isCut)
        #expect(cut.size == large.utf8.count)
        #expect(cut.bytes == Array(large.utf8.prefix(1_000)))
        #expect(String(decoding: small.bytes, as: UTF8.self) == "Subject: small\r\n\r\nhello\r\n")
    }

    @Test("only mails from a number on are found, none when nothing came since")
    func searching() async throws {
        let dovecot = try await PrivateDovecot.start()
        for number in 1...5 { try dovecot.deliver("Subject: \(number)\r\n\r\n") }
        let session = try await IMAPSession.open(dovecot)
        _ = try await session.examine("INBOX")

        let late = try await session.uids(from: 4)
        let none = try await session.uids(from: 6)
        let gone = try await session.message(6, limit: 1_000)
        await session.logOut()

        #expect(late == [4, 5])
        #expect(none.isEmpty)
        #expect(gone == nil)
    }

    @Test("a mail that comes ends the waiting, and none is missed in between")
    func idling() async throws {
        let dovecot = try await PrivateDovecot.start()
        try dovecot.deliver("Subject: 1\r\n\r\n")
        let session = try await IMAPSession.open(dovecot)
        _ = try await session.examine("INBOX")
        var found = try await session.uids(from: 1)
        #expect(await session.offersIdle)

        for number in 2...12 {
            if number.isMultiple(of: 2) {
                try dovecot.deliver("Subject: \(number)\r\n\r\n")
                #expect(try await session.idle(atMost: .seconds(60)))
            } else {
                let waiting = Task { try await session.idle(atMost: .seconds(60)) }
                try dovecot.deliver("Subject: \(number)\r\n\r\n")
                #expect(try await waiting.value)
            }
            found += try await session.uids(from: UInt32(number))
        }
        await session.logOut()

        #expect(found == Array(1...12))
    }

    @Test("waiting ends with its time and with its task, and the session goes on")
    func endOfIdling() async throws {
        let dovecot = try await PrivateDovecot.start()
        try dovecot.deliver("Subject: 1\r\n\r\n")
        let session = try await IMAPSession.open(dovecot)
        _ = try await session.examine("INBOX")
        _ = try await session.uids(from: 1)

        let first = try await session.idle(atMost: .milliseconds(50))
        let waiting = Task { try await session.idle(atMost: .seconds(600)) }
        waiting.cancel()
        let second = try await waiting.value
        let third = try await session.hasNews()
        let uids = try await session.uids(from: 1)
        await session.logOut()

        #expect([first, second, third] == [false, false, false])
        #expect(uids == [1])
    }

    @Test("mails that are numbered anew are told by UIDVALIDITY")
    func renumbered() async throws {
        let dovecot = try await PrivateDovecot.start()
        try dovecot.deliver("Subject: 1\r\n\r\n")
        let before = try await IMAPSession.open(dovecot)
        let old = try await before.examine("INBOX")
        let deadline = ContinuousClock.now + .seconds(20)
        var new = old

        // UIDVALIDITY is made of the second in which Dovecot first sees a mailbox.
        while new.uidValidity == old.uidValidity, ContinuousClock.now < deadline {
            try await dovecot.renumber()
            let after = try await IMAPSession.open(dovecot)
            new = try await after.examine("INBOX")
            await after.logOut()
        }
        let lost = await failure { _ = try await before.uids(from: 1) }

        guard case .lost? = lost else {
            Issue.record("the old session ended with \(String(describing: lost))")
            return
        }
        #expect(new.uidValidity != old.uidValidity)
    }

    @Test("a refused login says what to do, and keeps the secret to itself")
    func refused() async throws {
        let dovecot = try await PrivateDovecot.start()
        let file = dovecot.folder + "/wrong"
        try Data("wr0ng\n".utf8).write(to: URL(filePath: file))

        let error = await failure { _ = try await IMAPSession.open(.plain(dovecot.port), .harness(file: file)) }
        try Data((PrivateDovecot.password + "\n").utf8).write(to: URL(filePath: file))
        let mended = await failure { try await IMAPSession.open(.plain(dovecot.port), .harness(file: file)).logOut() }

        guard case .loginRefused(let reason)? = error else {
            Issue.record("ended with \(String(describing: error))")
            return
        }
        #expect(reason.contains("AUTHENTICATIONFAILED"))
        #expect(reason.contains(file) && reason.contains("app password"))
        #expect(!reason.contains("wr0ng"))
        #expect(mended == nil)
    }

    @Test("a mailbox that is not there is refused, and another can be opened")
    func missing() async throws {
        let dovecot = try await PrivateDovecot.start()
        let session = try await IMAPSession.open(dovecot)

        let error = await failure { _ = try await session.examine("Entwürfe & \"more\"") }
        let inbox = try await session.examine("INBOX")
        await session.logOut()

        #expect(error.map { "\($0)".contains("refused EXAMINE") } ?? false)
        #expect(inbox.exists == 0)
    }

    @Test(
        "a token is taken by either way of OAuth",
        arguments: ["oauthbearer", "xoauth2"]
    )
    func token(mechanism: String) async throws {
        let dovecot = try await PrivateDovecot.start(settings: "auth_mechanisms = \(mechanism)")
        let file = dovecot.folder + "/token"
        try Data("0ld.t0ken\n".utf8).write(to: URL(filePath: file))
        let login = try IMAPLogin.harness(.token, file: file)

        let stale = await failure { _ = try await IMAPSession.open(.plain(dovecot.port), login) }
        try Data((PrivateDovecot.password + "\n").utf8).write(to: URL(filePath: file))
        let session = try await IMAPSession.open(.plain(dovecot.port), login)
        let inbox = try await session.examine("INBOX")
        await session.logOut()

        #expect(stale.map { "\($0)".contains("renews the token") } ?? false)
        #expect(inbox.exists == 0)
    }
}
