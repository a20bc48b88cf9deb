import Harness
import IMAP
import Testing

@Suite("IMAP encryption", .timeLimit(.minutes(3)))
struct EncryptionTests {
    @Test(
        "mails are read over TLS from the start and over STARTTLS",
        arguments: [IMAPServer.Encryption.implicit, .startTLS]
    )
    func encrypted(encryption: IMAPServer.Encryption) async throws {
        let dovecot = try await PrivateDovecot.start(.tls)
        let mail = "Subject: 1\r\n\r\n" + String(repeating: "0123456789abcdef\r\n", count: 100_000)
        try dovecot.deliver(mail)
        let server = try dovecot.server(encryption, caFile: dovecot.caFile)

        let session = try await IMAPSession.open(server, .harness(file: dovecot.secretFile))
        _ = try await session.examine("INBOX")
        let waiting = Task { try await session.idle(atMost: .seconds(60)) }
        try dovecot.deliver("Subject: 2\r\n\r\n")
        let hasNews = try await waiting.value
        let uids = try await session.uids(from: 1)
        let message = try await session.message(1, limit: 10_000_000)
        await session.logOut()

        #expect(hasNews)
        #expect(uids == [1, 2])
        #expect(message?.bytes == Array(mail.utf8))
    }

    @Test(
        "a certificate of a stranger, or of another host, ends the connection before the login",
        arguments: [IMAPServer.Encryption.implicit, .startTLS],
        ["stranger", "host", "system"]
    )
    func untrusted(encryption: IMAPServer.Encryption, fault: String) async throws {
        let dovecot = try await PrivateDovecot.start(.tls)
        let host = fault == "host" ? "127.0.0.1" : "localhost"
        let caFile = ["stranger": dovecot.strangerFile, "host": dovecot.caFile][fault]
        let server = try dovecot.server(encryption, host: host, caFile: caFile)

        let error = await failure { _ = try await IMAPSession.open(server, .harness(file: dovecot.secretFile)) }

        #expect(error.map { "\($0)".contains("certificate") } ?? false, "\(String(describing: error))")
        #expect(!dovecot.log.contains("Login: user"))
    }

    @Test("a server without STARTTLS is left before the login")
    func stripped() async throws {
        let dovecot = try await PrivateDovecot.start()
        let server = try dovecot.server(.startTLS, caFile: nil)

        let error = await failure { _ = try await IMAPSession.open(server, .harness(file: dovecot.secretFile)) }

        #expect(error.map { "\($0)".contains("STARTTLS") } ?? false, "\(String(describing: error))")
        #expect(!dovecot.log.contains("Login: user"))
    }
}

extension PrivateDovecot {
    fileprivate func server(
        _ encryption: IMAPServer.Encryption,
        host: String = "localhost",
        caFile: String?
    ) throws -> IMAPServer {
        let port = encryption == .implicit ? tlsPort : port
        return try IMAPServer(host: host, port: port, encryption: encryption, caFile: caFile, timeout: .seconds(10))
    }
}
