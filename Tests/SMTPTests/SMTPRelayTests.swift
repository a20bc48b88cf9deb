import SMTP
import Testing

@Suite("SMTP relay")
struct SMTPRelayTests {
    @Test(
        "a wrong setting is refused with what was expected",
        arguments: [
            ("http://mail.example", "smtp://"), ("smtp://", "host"), ("smtp://mail.example:0", "host"),
            ("smtp://user@mail.example", "user:password"), ("smtp://u:p%zz@mail.example", "percent"),
            ("smtp://mail.example/path", "host"), ("smtp://mail.example\r\nRSET", "host"),
            ("smtp://u:a%0Ab@m.example", "control"),
        ]
    )
    func invalid(url: String, expected: String) {
        let error = #expect(throws: SMTPError.self) { try SMTPRelay(url: url, startTLS: .never, heloName: "w.example") }

        #expect("\(String(describing: error))".contains(expected))
    }

    @Test("no description shows the login")
    func secret() throws {
        let url = "smtps://clerk:s3cr%40t@mail.example:465"
        let relay = try SMTPRelay(url: url, startTLS: .required, heloName: "w.example")

        var dumped = ""
        dump(relay, to: &dumped)

        for text in ["\(relay)", String(reflecting: relay), dumped] {
            #expect(text.contains("smtps://mail.example:465"))
            #expect(!text.contains("s3cr") && !text.contains("clerk"))
        }
    }

    @Test(
        "hosts of every form are taken",
        arguments: ["localhost", "127.0.0.1:25", "[::1]:2525", "mail-1.example.com"]
    )
    func hosts(host: String) throws {
        let relay = try SMTPRelay(url: "smtp://\(host)", startTLS: .ifOffered, heloName: "w.example")

        #expect(relay.description == "smtp://\(host)")
    }
}
