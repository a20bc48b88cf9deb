import Harness
import IMAP

extension IMAPServer {
    static func plain(
        _ port: Int,
        timeout: Duration = .seconds(10),
        longest: Duration = .seconds(60)
    ) throws -> IMAPServer {
        try IMAPServer(host: "127.0.0.1", port: port, encryption: .none, timeout: timeout, longest: longest)
    }
}

extension IMAPLogin {
    static func harness(_ kind: Kind = .password, file: String) throws -> IMAPLogin {
        try IMAPLogin(user: PrivateDovecot.user, kind: kind, secretFile: file)
    }
}

extension IMAPSession {
    static func open(_ dovecot: PrivateDovecot) async throws -> IMAPSession {
        try await open(.plain(dovecot.port), .harness(file: dovecot.secretFile))
    }
}

/// The error that work ends in, if it does.
func failure(_ work: () async throws -> Void) async -> IMAPError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? IMAPError
    }
}
