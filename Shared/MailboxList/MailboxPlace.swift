public import IMAP

/// One mailbox of the settings file: where it is and who we are there.
public struct MailboxPlace: Sendable {
    /// What people, metrics and the database call it; never changes.
    public let name: String
    /// The server it lies on.
    public let server: IMAPServer
    /// Who we are there.
    public let login: IMAPLogin
    /// The folder on the server.
    public let folder: String
    /// Our own address there.
    public let account: String

    /// One entry as it is written.
    struct Entry: Decodable {
        let name: String
        let host: String
        let port: Int?
        let encryption: String?
        let caFile: String?
        let user: String
        let passwordFile: String?
        let tokenFile: String?
        let folder: String?
        let account: String?
    }

    /// - Throws: `MailboxFileError`, which names the mailbox and what to correct.
    init(_ entry: Entry, timeout: Duration) throws(MailboxFileError) {
        name = entry.name
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(Self.isPlain) else {
            throw MailboxFileError("a mailbox's name must be 1 to 64 lower-case letters, digits and hyphens")
        }
        guard let encryption = IMAPServer.Encryption(rawValue: entry.encryption ?? "tls") else {
            throw MailboxFileError("mailbox \(name): encryption must be tls, starttls or none")
        }
        let secret: (kind: IMAPLogin.Kind, file: String)
        switch (entry.passwordFile, entry.tokenFile) {
        case (let file?, nil): secret = (.password, file)
        case (nil, let file?): secret = (.token, file)
        default: throw MailboxFileError("mailbox \(name): give either passwordFile or tokenFile")
        }
        do {
            server = try IMAPServer(
                host: entry.host,
                port: entry.port,
                encryption: encryption,
                caFile: entry.caFile,
                timeout: timeout
            )
            login = try IMAPLogin(user: entry.user, kind: secret.kind, secretFile: secret.file)
        } catch {
            throw MailboxFileError("mailbox \(name): \(error)")
        }
        folder = entry.folder ?? "INBOX"
        account = entry.account ?? entry.user
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
}
