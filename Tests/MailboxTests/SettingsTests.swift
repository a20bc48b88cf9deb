import FoundationEssentials
import MailboxList
import Testing
import WorkerKit

@testable import Mailbox

@Suite("Mailbox settings")
struct SettingsTests {
    @Test(
        "a file that cannot be used is refused with what to correct",
        arguments: [
            ("mailboxes: []", "at least one"), ("mailboxes: 5", "a file of mailboxes"),
            ("mailboxes: [{name: A, host: h, user: u, passwordFile: f}]", "lower-case"),
            ("mailboxes: [{name: a, host: h h, user: u, passwordFile: f}]", "mailbox a: the host"),
            ("mailboxes: [{name: a, host: h, user: u}]", "passwordFile or tokenFile"),
            ("mailboxes: [{name: a, host: h, user: u, passwordFile: f, tokenFile: f}]", "passwordFile or tokenFile"),
            ("mailboxes: [{name: a, host: h, user: u, passwordFile: f, encryption: ssl}]", "starttls"),
            (
                "mailboxes: [{name: a, host: h, user: u, passwordFile: f}, {name: a, host: h, user: u, passwordFile: f}]",
                "a name of its own"
            ),
        ]
    )
    func refused(text: String, expected: String) throws {
        let error = #expect(throws: SettingsError.self) { try Self.read(text) }

        #expect(error.map { "\($0)".contains(expected) } ?? false, "\(String(describing: error))")
    }

    @Test("what is not given has its usual value")
    func standard() throws {
        let settings = try Self.read("mailboxes: [{name: a, host: mail.example, user: u@mail.example, tokenFile: f}]")

        #expect(settings.places.map(\.folder) == ["INBOX"])
        #expect(settings.places.map(\.account) == ["u@mail.example"])
        #expect(settings.places.map { "\($0.server)" } == ["mail.example:993"])
    }

    private static func read(_ text: String) throws -> MailboxSettings {
        let path = FileManager.default.temporaryDirectory.path + "/mailboxes-\(UUID().uuidString).yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var reader = SettingsReader(["AFTERSAIL_MAILBOXES": path, "AFTERSAIL_MAIL_STORE": "/tmp"])
        let settings = MailboxSettings(&reader)
        try reader.finish()
        return settings
    }
}
