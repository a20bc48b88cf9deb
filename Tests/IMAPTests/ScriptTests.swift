import FoundationEssentials
import Harness
import IMAP
import Testing

@Suite("IMAP with a server from a script", .timeLimit(.minutes(5)))
struct ScriptTests {
    private static let mail = "Subject: 1\r\n\r\nA3 OK ) {7}\r\n"
    private static let conversation: [ScriptedServer.Answer] = [
        .say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\r\n"),
        .say("* CAPABILITY IMAP4rev1\r\n* 9 RECENT\r\n{tag} OK [CAPABILITY IMAP4rev1 IDLE] welcome {3}\r\n"),
        .say("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 5] ok\r\n{tag} OK [READ-ONLY] done\r\n"),
        .say("* SEARCH 4\r\n{tag} OK done\r\n"),
        .say(
            "* 3 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (BODY[] {\(mail.utf8.count)}\r\n\(mail) UID 4 RFC822.SIZE 9)\r\n"
                + "* 2 EXISTS\r\n{tag} OK done\r\n"
        ), .say("* BYE bye\r\n{tag} OK done\r\n"),
    ]

    @Test("answers in any order are understood, and nothing is written but what was meant")
    func conversation() async throws {
        let (server, file) = (try ScriptedServer(Self.conversation), try SecretFile("pass"))

        let message = try await Self.converse(.plain(server.port), file)

        #expect(message == Self.mail)
        #expect(
            server.heard == [
                "A1 AUTHENTICATE PLAIN AGNsZXJrQG1ha2VyLmV4YW1wbGUAcGFzcw==", "A2 EXAMINE \"INBOX\"",
                "A3 UID SEARCH UID 1:*", "A4 UID FETCH 4 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[])", "A5 LOGOUT",
            ]
        )
    }

    @Test("a conversation cut at any byte ends in an error or with the whole mail, in time")
    func cuts() async throws {
        let (server, file) = (try ScriptedServer(Self.conversation), try SecretFile("pass"))
        let recorder = try FaultProxy(to: server.port, recording: true)
        _ = try await Self.converse(.plain(recorder.port), file)
        let flows = [FaultProxy.Direction.toServer, .toClient].map { direction in
            let length = recorder.transcript(direction, connection: 1).count
            return CutPlan.Flow(connection: 1, direction: direction, length: length, frameEnds: [])
        }
        let plan = CutPlan(flows, samples: .max)
        print("cuts: \(plan.summary)")

        try await plan.run(atOnce: 8) { place, _ in
            let proxy = try FaultProxy(to: server.port)
            proxy.cutAfter(bytes: place.byte, direction: place.direction, connection: 1, by: place.cut)
            var message: String?
            let error = await failure {
                message = try await Self.converse(.plain(proxy.port, timeout: .milliseconds(250)), file)
            }
            #expect(error != nil || message == Self.mail, "\(place)")
            #expect(error?.isTransient ?? true, "\(place): \(String(describing: error))")
        }
    }

    @Test(
        "a server that speaks something else is told by its nonsense",
        arguments: [
            "220 mail.example ESMTP\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "\u{0}\u{1}\u{16}\u{3}\r\n",
            "A1 OK hello\r\n",
            "+ go on\r\n", "* PREAUTH\r\n* 1 FETCH (\r\n", "* OK\r\n* 1 FETCH (UID 1 BODY[] {2}\r\nab BODY[] {2}\r\n",
        ]
    )
    func nonsense(greeting: String) async throws {
        let (server, file) = (try ScriptedServer([.say(greeting), .silence]), try SecretFile("pass"))

        let error = await failure { _ = try await Self.converse(.plain(server.port), file) }

        guard case .garbage(let reason)? = error else {
            Issue.record("ended with \(String(describing: error))")
            return
        }
        #expect(reason.contains("check that host and port"))
    }

    @Test("an endless line, a dripping greeting, silence and a busy server all end in time")
    func time() async throws {
        let file = try SecretFile("pass")
        let scripts: [(ScriptedServer.Answer, String)] = [
            (.bytes([UInt8](repeating: 0x2A, count: 17 * 1_048_576)), "longer than"),
            (.drip(0x2A, milliseconds: 20), "did not answer within"), (.silence, "did not answer within"),
            (.say("* BYE too many connections\r\n"), "too many connections"),
        ]

        for (answer, expected) in scripts {
            let server = try ScriptedServer([answer, .silence])
            let settings = try IMAPServer.plain(server.port, timeout: .milliseconds(500), longest: .seconds(3))
            let error = await failure { _ = try await Self.converse(settings, file) }
            #expect(error.map { "\($0)".contains(expected) } ?? false, "\(String(describing: error))")
            #expect(error?.isTransient ?? false)
        }
    }

    @Test("a login that asks for literals, and one that is asked step by step, are written in parts")
    func steps() async throws {
        let file = try SecretFile("päss")
        let plain = try ScriptedServer([
            .say("* OK ready\r\n"), .say("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n"), .say("+ \r\n"),
            .say("A2 NO [AUTHENTICATIONFAILED] no\r\n"),
        ])
        let login = try ScriptedServer([
            .say("* OK ready\r\n"), .say("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"), .say("+ \r\n"), .say("+ \r\n"),
            .say("A2 NO päss is wrong\r\n"),
        ])

        let first = await failure { _ = try await Self.converse(.plain(plain.port), file) }
        let second = await failure { _ = try await Self.converse(.plain(login.port), file) }

        #expect(plain.heard == ["A1 CAPABILITY", "A2 AUTHENTICATE PLAIN", "AGNsZXJrQG1ha2VyLmV4YW1wbGUAcMOkc3M="])
        #expect(login.heard == ["A1 CAPABILITY", "A2 LOGIN {19}", "clerk@maker.example {5}", "päss"])
        for error in [first, second] {
            guard case .loginRefused(let reason)? = error else {
                Issue.record("ended with \(String(describing: error))")
                continue
            }
            #expect(!reason.contains("ss is wrong"))
        }
    }

    @Test("a refused token is answered, so that the server can say no")
    func token() async throws {
        let file = try SecretFile("stale")
        for (mechanism, surplus) in [("OAUTHBEARER", "AQ=="), ("XOAUTH2", "")] {
            let server = try ScriptedServer([
                .say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=\(mechanism)] ready\r\n"),
                .say("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"), .say("A1 NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"),
            ])

            let error = await failure {
                _ = try await IMAPSession.open(.plain(server.port), .harness(.token, file: file.path))
            }

            guard case .loginRefused(let reason)? = error else {
                Issue.record("ended with \(String(describing: error))")
                continue
            }
            #expect(reason.contains("renews the token"))
            #expect(server.heard.last == surplus)
        }
    }

    @Test("a server that cannot check logins now is tried again, one that offers nothing is not")
    func classes() async throws {
        let file = try SecretFile("pass")
        let busy = try ScriptedServer([
            .say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n"), .say("{tag} NO [UNAVAILABLE] later\r\n"),
        ])
        let closed = try ScriptedServer([.say("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] ready\r\n")])

        let first = await failure { _ = try await Self.converse(.plain(busy.port), file) }
        let second = await failure { _ = try await Self.converse(.plain(closed.port), file) }

        #expect(first?.isTransient == true)
        #expect(second?.isTransient == false)
    }

    private static func converse(_ server: IMAPServer, _ file: SecretFile) async throws -> String? {
        let session = try await IMAPSession.open(server, .harness(file: file.path))
        do {
            _ = try await session.examine("INBOX")
            guard let uid = try await session.uids(from: 1).first else { return nil }
            let message = try await session.message(uid, limit: 1_000)
            await session.logOut()
            return message.map { String(decoding: $0.bytes, as: UTF8.self) }
        } catch {
            await session.close()
            throw error
        }
    }
}

/// A file with a secret, for as long as it is kept.
private final class SecretFile: Sendable {
    let path: String

    init(_ secret: String) throws {
        path = FileManager.default.temporaryDirectory.path + "/secret-\(UUID().uuidString)"
        try Data("\(secret)\n".utf8).write(to: URL(filePath: path))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
