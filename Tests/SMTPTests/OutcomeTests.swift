import FoundationEssentials
import Harness
import SMTP
import Testing

@Suite("SMTP outcome", .serialized)
struct OutcomeTests {
    @Test(
        "each refusal has its class and code",
        arguments: [
            ("refuse-rcpt@example.com", "", "rejected recipient", 550), ("defer-rcpt@example.com", "", "deferred", 451),
            ("refuse@example.com", "", "rejected message", 550), ("defer@example.com", "", "deferred", 451),
            ("lan@example.com", "refuse-sender@maker.example", "rejected message", 550),
            ("early@example.com", "", "deferred", 421), ("half@example.com", "", "deferred", 0),
            ("lán@example.com", "", "rejected recipient", 0),
            ("lan@example.com>\r\nRCPT TO:<eve@example.com", "", "rejected recipient", 0),
            ("lan@example.com", "a\r\nb@maker.example", "rejected message", 0),
        ]
    )
    func refusal(recipient: String, sender: String, kind: String, code: Int) async throws {
        let sink = try await SMTPSink.start()
        let mailer = try SMTPSender.plain(sink.url)

        let outcome = await mailer.outcome(of: .fixture(to: recipient, from: sender))

        #expect(outcome?.kind == kind)
        #expect(outcome?.code == code)
        #expect(!(outcome?.words.contains("example") ?? true))
        #expect(try sink.mails().isEmpty)
        await mailer.close()
    }

    @Test("a refused recipient leaves the connection for the next mail")
    func reset() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url, connections: 1)
        let recipients = ["refuse-rcpt", "lan", "defer", "lan", "refuse", "lan", "defer-rcpt", "lan"]
        let mails = recipients.enumerated().map { OutgoingMail.fixture($0.offset, to: "\($0.element)@example.com") }

        let outcomes = await sender.send(mails) { Set($0) }

        #expect(outcomes.values.filter { $0.kind == "accepted" }.count == 4)
        #expect(sink.connections == 1)
        await sender.close()
    }

    @Test("a link dropped after the end of data leaves the mail uncertain")
    func dropped() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)

        let outcome = await sender.outcome(of: .fixture(to: "drop-after-data@example.com"))

        #expect(outcome?.kind == "uncertain")
        #expect(try sink.mails().count == 1)
        await sender.close()
    }

    @Test("silence after the end of data leaves the mail uncertain")
    func silent() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url, timeout: .seconds(3))

        let outcome = await sender.outcome(of: .fixture(to: "hang@example.com"))

        #expect(outcome?.kind == "uncertain")
        await sender.close()
    }

    @Test("a slow answer holds up no other connection")
    func slow() async throws {
        let sink = try await SMTPSink.start(slow: .seconds(5))
        let sender = try SMTPSender.plain(sink.url, connections: 2)

        async let late = sender.outcome(of: .fixture(1, to: "slow@example.com"))
        let quick = await sender.send((2...40).map { OutgoingMail.fixture($0) }) { Set($0) }
        let keptMeanwhile = try sink.mails()

        #expect(quick.values.allSatisfy { $0.kind == "accepted" })
        #expect(!keptMeanwhile.contains { $0.to == "slow@example.com" })
        #expect(await late?.kind == "accepted")
        await sender.close()
    }

    @Test("a server killed before the grant leaves the mail deferred")
    func killed() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        let mails = (1...8).map { OutgoingMail.fixture($0) }

        let outcomes = await sender.send(mails) { ids in
            sink.kill()
            return Set(ids)
        }

        #expect(outcomes.count == 8)
        #expect(outcomes.values.allSatisfy { $0.kind == "deferred" })
        await sender.close()
    }

    @Test("a server that stops inside the body leaves the mail deferred")
    func stalled() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url, timeout: .seconds(3))
        let body = String(repeating: "0123456789abcdef0123456789abcdef\r\n", count: 400_000)

        let outcome = await sender.outcome(of: .fixture(to: "stall@example.com", body: body))

        #expect(outcome?.kind == "deferred")
        #expect(outcome?.words.contains("during the data") ?? false)
        await sender.close()
    }

    @Test("a mail that is not granted is never delivered")
    func aborted() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        let mails = (1...20).map { OutgoingMail.fixture($0, to: "customer\($0)@example.com") }
        let granted = Set((1...10).map(OutgoingMail.id))

        let outcomes = await sender.send(mails) { granted.intersection($0) }

        for (id, outcome) in outcomes { #expect(outcome.kind == (granted.contains(id) ? "accepted" : "aborted")) }
        let recipients = Set(try sink.mails().map(\.to))
        #expect(recipients == Set((1...10).map { "customer\($0)@example.com" }))
        await sender.close()
    }

    @Test("an absent server is out of reach for every mail at once")
    func absent() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        sink.kill()

        let outcomes = await sender.send((1...50).map { OutgoingMail.fixture($0) }) { Set($0) }

        #expect(outcomes.count == 50)
        #expect(outcomes.values.allSatisfy { $0.kind == "unreachable" })
        #expect(outcomes.values.first?.words.contains("check that the relay runs") ?? false)
        await sender.close()
    }

    @Test("a relay that hangs up between mails costs no mail")
    func quota() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url, connections: 2)
        let mails = (1...20).map { OutgoingMail.fixture($0, from: "quota@maker.example") }

        let outcomes = await sender.send(mails) { Set($0) }

        #expect(outcomes.values.allSatisfy { $0.kind == "accepted" })
        #expect(try sink.mails().count == 20)
        await sender.close()
    }

    @Test("a closed sender defers, and closing waits for what is under way")
    func closing() async throws {
        let sink = try await SMTPSink.start(slow: .milliseconds(300))
        let sender = try SMTPSender.plain(sink.url, connections: 1)
        let (started, start) = AsyncStream<Void>.makeStream()

        async let running = sender.send((1...5).map { OutgoingMail.fixture($0, to: "slow@example.com") }) { ids in
            start.yield()
            return Set(ids)
        }
        for await _ in started { break }
        await sender.close()

        let kinds = await running.values.map(\.kind)
        #expect(kinds.filter { $0 == "accepted" }.count == 1)
        #expect(kinds.filter { $0 == "deferred" }.count == 4)
        #expect(await sender.outcome(of: .fixture(9))?.kind == "deferred")
    }
}
