import FoundationEssentials
import Glibc
import Harness
import IMAP
import Testing

@Suite("IMAP by tokens, with a real server that asks who gave them", .timeLimit(.minutes(5)))
struct TokenTests {
    @Test(
        "a token that is good logs in, one that is not is told, and a renewed one works",
        arguments: Mechanism.allCases
    )
    func tokens(mechanism: Mechanism) async throws {
        let provider = try TokenProvider()
        let dovecot = try await PrivateDovecot.start(settings: provider.settings(only: mechanism))
        try dovecot.deliver("Subject: 1\r\n\r\nbody\r\n")
        let server = try IMAPServer.plain(dovecot.port)
        let login = try IMAPLogin.harness(.token, file: provider.tokenFile)

        try provider.write("good-1")
        #expect(try await Self.uids(server, login) == [1])
        for token in ["stale", "a-stranger's"] {
            try provider.write(token)
            let error = await failure { _ = try await Self.uids(server, login) }
            guard case .loginRefused(let reason)? = error else {
                Issue.record("\(token) ended with \(String(describing: error))")
                continue
            }
            #expect(reason.contains("renews the token in \(provider.tokenFile)"), "\(reason)")
            #expect(!reason.contains(token))
        }
        try provider.write("good-2")
        #expect(try await Self.uids(server, login) == [1])

        #expect(provider.asked.filter { $0.hasSuffix("good-1 HTTP/1.1") }.count == 1)
        #expect(provider.asked.filter { $0.hasSuffix("good-2 HTTP/1.1") }.count == 1)
    }

    enum Mechanism: String, CaseIterable, Sendable {
        case bearer = "oauthbearer"
        case google = "xoauth2"
    }

    private static func uids(_ server: IMAPServer, _ login: IMAPLogin) async throws -> [UInt32] {
        let session = try await IMAPSession.open(server, login)
        _ = try await session.examine("INBOX")
        let uids = try await session.uids(from: 1)
        await session.logOut()
        return uids
    }
}

/// Who issued the tokens: tells Dovecot whose one is, and the file that we read one from.
private final class TokenProvider: Sendable {
    private let folder: String
    private let server: ScriptedServer

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/tokens-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        unsafe chmod(folder, 0o755)
        server = try ScriptedServer(greeting: nil) { line in
            guard line.hasPrefix("GET ") else { return nil }
            if line.contains("token=good-") { return Self.answer("200 OK", #"{"email":"\#(PrivateDovecot.user)"}"#) }
            if line.contains("token=a-stranger") {
                return Self.answer("200 OK", #"{"email":"stranger@maker.example"}"#)
            }
            return Self.answer("401 Unauthorized", #"{"error":"invalid_token"}"#)
        }
        let settings = """
            tokeninfo_url = http://127.0.0.1:\(server.port)/info?token=
            username_attribute = email

            """
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/oauth2.conf"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var tokenFile: String { "\(folder)/token" }
    /// Requests, as their first lines.
    var asked: [String] { server.heard.filter { $0.hasPrefix("GET ") } }

    func write(_ token: String) throws { try Data("\(token)\n".utf8).write(to: URL(filePath: tokenFile)) }

    /// Lines of Dovecot's configuration: tokens by one mechanism, and no penalty for those that are refused.
    func settings(only mechanism: TokenTests.Mechanism) -> String {
        """
        auth_mechanisms = \(mechanism.rawValue)
        passdb {
          driver = oauth2
          mechanisms = \(mechanism.rawValue)
          args = \(folder)/oauth2.conf
        }
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        """
    }

    private static func answer(_ status: String, _ body: String) -> ScriptedServer.Answer {
        .say(
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }
}
