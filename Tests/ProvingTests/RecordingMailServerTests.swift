import FoundationEssentials
import Proving
import SMTP
import Testing

@Suite("Recording mail server", .timeLimit(.minutes(2)))
struct RecordingMailServerTests {
    @Test("every mail is recorded once, with its recipient and id")
    func recorded() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "mails-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let server = try RecordingMailServer(file: file)
        let sender = SMTPSender(try SMTPRelay(url: server.url, startTLS: .never, heloName: "desk.example"))
        let mails = (1...500).map(Self.mail)

        let outcomes = await sender.send(mails) { Set($0) }
        await sender.close()

        #expect(outcomes.values.allSatisfy { if case .accepted = $0 { true } else { false } })
        let arrived = try server.mails()
        #expect(arrived.count == 500)
        #expect(server.count == 500)
        #expect(Set(arrived.map(\.id)) == Set((1...500).map { "<mail-\($0)@desk.example>" }))
        #expect(arrived.allSatisfy { $0.id == "<mail-\($0.recipient.filter(\.isNumber))@desk.example>" })
    }

    private static func mail(_ number: Int) -> OutgoingMail {
        let text =
            "From: desk@desk.example\r\nMessage-Id: <mail-\(number)@desk.example>\r\nSubject: Hello\r\n\r\n"
            + "Message-ID: <not-this@desk.example>\r\n..\r\n"
        return OutgoingMail(
            id: UUID(),
            message: Array(text.utf8),
            sender: "desk@desk.example",
            recipient: "customer\(number)@mail.example"
        )
    }
}
