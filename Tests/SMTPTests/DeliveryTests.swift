import FoundationEssentials
import Harness
import SMTP
import Synchronization
import Testing

@Suite("SMTP delivery", .serialized)
struct DeliveryTests {
    @Test("three hundred mails share eight connections")
    func reuse() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        let batches = Mutex<[Int]>([])
        let mails = (1...300).map { OutgoingMail.fixture($0, to: "customer\($0)@example.com") }

        let outcomes = await sender.send(mails) { ids in
            batches.withLock { $0.append(ids.count) }
            return Set(ids)
        }

        #expect(outcomes.count == 300)
        #expect(outcomes.values.allSatisfy { $0 == .accepted(reply: "250 OK kept") })
        #expect(Set(try sink.mails().map(\.to)).count == 300)
        #expect(try sink.mails().count == 300)
        #expect(sink.connections <= 8)
        let counts = batches.withLock { $0 }
        #expect(counts.reduce(0, +) == 300)
        #expect(counts.count < 200)
        await sender.close()
    }

    @Test("what the customer reads is what was written")
    func roundTrip() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        let messages = [
            MailMessage.fixture {
                $0.subject = "您的维修请求 AS-7Q2 已收到，我们会在二十四小时之内给您答复，感谢您的耐心等待"
                $0.toName = "阮 \"兰\" 女士"
                $0.text = "您好：\n.\n..两点\nFrom 我们\n结尾有空格 \n"
                $0.html = "<p dir=\"auto\">您好 &amp; 谢谢</p>\n"
            },
            MailMessage.fixture {
                $0.subject = "تم استلام طلبك رقم AS-7Q2 وسنرد عليك خلال أربع وعشرين ساعة من الآن"
                $0.from.name = "خدمة ما بعد البيع"
                $0.text = "مرحبا بك\n" + String(repeating: "نص طويل جدا ", count: 60) + "\n"
                $0.html = nil
            },
            MailMessage.fixture {
                $0.subject = "Plain  = with =?odd?= \"parts\", and one-" + String(repeating: "long", count: 30)
                $0.toName = "O'Neil, \"Bob\" \\ Sons"
                $0.text = "trailing \t\n=3D\n" + String(repeating: "x", count: 500) + "\n"
            },
        ]
        let mails = try messages.enumerated().map { try OutgoingMail(id: OutgoingMail.id($0.offset), $0.element) }

        let outcomes = await sender.send(mails) { Set($0) }

        #expect(outcomes.values.allSatisfy { $0.kind == "accepted" })
        let kept = try await sink.mails(atLeast: 3)
        for message in messages {
            let mail = try #require(kept.first { $0.subject == message.subject })
            #expect(mail.text == message.text)
            #expect(mail.html == message.html)
            #expect(mail.defects == [])
            #expect(mail.from == "")
            #expect(mail.fromName == message.from.name)
            #expect(mail.toName == message.toName ?? "")
        }
        await sender.close()
    }

    @Test("a single dot, leading dots and lone line feeds arrive intact")
    func dots() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        let mail = OutgoingMail.fixture(body: ".\r\nlone\nfeed\n.\n..\rreturn\r\n.end")

        let outcome = await sender.outcome(of: mail)

        #expect(outcome?.kind == "accepted")
        let kept = try #require(try sink.mails().first)
        #expect(kept.data.hasSuffix("\r\n\r\n.\r\nlone\r\nfeed\r\n.\r\n..\r\nreturn\r\n.end\r\n"))
        await sender.close()
    }

    @Test("a body of one mebibyte arrives whole")
    func large() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)
        let text = String(repeating: "0123456789 abcdef\n", count: 1_048_576 / 18)
        let mail = try OutgoingMail(id: OutgoingMail.id(1), MailMessage.fixture { $0.text = text })

        let outcome = await sender.outcome(of: mail)

        #expect(outcome?.kind == "accepted")
        #expect(try sink.mails().first?.text == text)
        await sender.close()
    }

    @Test("several calls at once keep to their own mails")
    func calls() async throws {
        let sink = try await SMTPSink.start()
        let sender = try SMTPSender.plain(sink.url)

        let counts = await withTaskGroup(of: Int.self) { group in
            for call in 0..<10 {
                group.addTask {
                    let mails = (0..<10).map { OutgoingMail.fixture(call * 10 + $0) }
                    let own = Set(mails.map(\.id))
                    let outcomes = await sender.send(mails) { own.intersection($0) }
                    return outcomes.filter { own.contains($0.key) && $0.value.kind == "accepted" }.count
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(counts == Array(repeating: 10, count: 10))
        #expect(sink.connections <= 8)
        await sender.close()
    }

    @Test("encryption is verified against the given certificate")
    func encryption() async throws {
        let sink = try await SMTPSink.start(tls: true)
        let trusting = SMTPSender(
            try SMTPRelay(url: sink.url, startTLS: .required, caFile: sink.caFile, heloName: "w.example")
        )
        let doubting = SMTPSender(try SMTPRelay(url: sink.url, startTLS: .required, heloName: "w.example"))
        let body = String(repeating: "0123456789\r\n", count: 40_000)

        let trusted = await trusting.outcome(of: .fixture(1, body: body))
        let second = await trusting.outcome(of: .fixture(2))
        let doubted = await doubting.outcome(of: .fixture(3))

        #expect(trusted?.kind == "accepted")
        #expect(second?.kind == "accepted")
        #expect(doubted?.kind == "unreachable")
        #expect(doubted?.words.contains("certificate") ?? false)
        #expect(try sink.mails().map(\.connection) == [1, 1])
        #expect(try sink.mails()[0].data.hasSuffix(body))
        await trusting.close()
        await doubting.close()
    }

    @Test("a login is made, and a refused one bounces no mail")
    func login() async throws {
        let sink = try await SMTPSink.start(login: "clerk:p@ss")
        let address = "127.0.0.1:\(sink.port)"
        let right = try SMTPSender.plain("smtp://clerk:p%40ss@\(address)")
        let wrong = try SMTPSender.plain("smtp://clerk:guess@\(address)")
        let without = try SMTPSender.plain("smtp://\(address)")

        #expect(await right.outcome(of: .fixture(1))?.kind == "accepted")
        #expect(await wrong.outcome(of: .fixture(2))?.kind == "unreachable")
        #expect(await without.outcome(of: .fixture(3))?.kind == "deferred")
        for sender in [right, wrong, without] { await sender.close() }
    }
}
