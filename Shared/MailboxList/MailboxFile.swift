import FoundationEssentials
import Yams

/// The YAML file that lists mailboxes; it names files of secrets and holds none.
public enum MailboxFile {
    private struct Document: Decodable {
        let mailboxes: [MailboxPlace.Entry]
    }

    /// The mailboxes of a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - timeout: longest silence of each mailbox's server.
    /// - Returns: at least one, each with a name of its own.
    /// - Throws: `MailboxFileError`, which says what to correct; a retry does not help.
    public static func read(_ path: String, timeout: Duration) throws(MailboxFileError) -> [MailboxPlace] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw MailboxFileError("\(path) cannot be read; check the path and its mode")
        }
        guard let document = try? YAMLDecoder().decode(Document.self, from: text) else {
            throw MailboxFileError(
                "\(path) is no list of mailboxes: under `mailboxes:` each needs name, host, user, and passwordFile or tokenFile"
            )
        }
        var places: [MailboxPlace] = []
        for entry in document.mailboxes { places.append(try MailboxPlace(entry, timeout: timeout)) }
        guard !places.isEmpty, Set(places.map(\.name)).count == places.count else {
            throw MailboxFileError("\(path) must hold at least one mailbox, each with a name of its own")
        }
        return places
    }
}
