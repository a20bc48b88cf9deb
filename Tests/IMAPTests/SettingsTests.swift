import IMAP
import Testing

@Suite("IMAP settings")
struct SettingsTests {
    @Test(
        "a host that cannot be one is refused",
        arguments: [
            "", "mail example", "mail.example/x", "mail.example:143", "user@mail.example", "a\r\nb", "[", "[]", "ü.de",
        ]
    )
    func host(host: String) {
        #expect(throws: IMAPError.self) { try IMAPServer(host: host) }
    }

    @Test("times and ports out of bounds are refused")
    func bounds() {
        #expect(throws: IMAPError.self) { try IMAPServer(host: "a", port: 0) }
        #expect(throws: IMAPError.self) { try IMAPServer(host: "a", timeout: .milliseconds(1)) }
        #expect(throws: IMAPError.self) { try IMAPServer(host: "a", timeout: .seconds(9), longest: .seconds(8)) }
        #expect(throws: IMAPError.self) { try IMAPServer(host: "a", caFile: "/nowhere/ca.pem") }
        #expect(throws: IMAPError.self) { try IMAPLogin(user: "", secretFile: "x") }
        #expect(throws: IMAPError.self) { try IMAPLogin(user: "a\nb", secretFile: "x") }
    }

    @Test("the usual ports stand where none is given")
    func ports() throws {
        #expect(try IMAPServer(host: "[::1]").description == "[::1]:993")
        #expect(
            try IMAPServer(host: "mail-1.example.com", encryption: .startTLS).description == "mail-1.example.com:143"
        )
    }

    @Test("no description shows who logs in")
    func secret() throws {
        let login = try IMAPLogin(user: "clerk", secretFile: "/run/secret")

        var dumped = ""
        dump(login, to: &dumped)

        for text in ["\(login)", String(reflecting: login), dumped] { #expect(!text.contains("clerk")) }
    }
}
