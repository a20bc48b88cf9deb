import Testing
import Tickets

@Suite("Contact point")
struct ContactPointTests {
    @Test(
        "mail addresses are trimmed and folded",
        arguments: [
            (" Ann.Lee@Example.COM ", "ann.lee@example.com"), ("a+b_c'd@x.co", "a+b_c'd@x.co"),
            ("info@münchen.example", "info@münchen.example"), ("用户@例子.广告", "用户@例子.广告"),
            ("root@localhost", "root@localhost"),
        ]
    )
    func email(text: String, expected: String) throws {
        #expect(try ContactPoint.email(text).value == expected)
    }

    @Test(
        "unsafe or broken mail addresses are refused",
        arguments: [
            ("", .empty), ("  ", .empty), ("nobody", .noAt), ("a@b@c", .malformed), ("@x.org", .malformed),
            ("a@", .malformed),
            ("a@x..org", .malformed), ("a@-x.org", .malformed), ("a b@x.org", .malformed),
            ("Ann <a@x.org>", .malformed),
            ("a@x.org\r\nBcc: b@x.org", .controlCharacters), ("a\u{0}@x.org", .controlCharacters),
            ("a@x.org\u{2028}Bcc: b", .controlCharacters), ("a\u{202e}@x.org", .controlCharacters),
            ("a@x.org,b@x.org", .malformed), (String(repeating: "a", count: 65) + "@x.org", .tooLong),
            ("a@" + String(repeating: "x.", count: 130) + "org", .tooLong),
        ] as [(String, ContactPointError.Reason)]
    )
    func badEmail(text: String, reason: ContactPointError.Reason) {
        #expect(throws: ContactPointError.self) { try ContactPoint.email(text) }
        #expect(refusal { () throws(ContactPointError) in try ContactPoint.email(text) } == reason)
    }

    @Test(
        "telephone numbers become international",
        arguments: [
            ("+84 912 345 678", nil, "+84912345678"), ("0912 345 678", "VN", "+84912345678"),
            ("0049 (30) 1234-567", nil, "+49301234567"), ("+44 (0)20 7946 0018", nil, "+442079460018"),
            ("030/1234567", "de", "+49301234567"), ("06 1234 5678", "IT", "+390612345678"),
            ("8 912 345-67-89", "RU", "+79123456789"),
            ("(415) 555-0100", "US", "+14155550100"), ("1-415-555-0100", "CA", "+14155550100"),
            ("011 84 912 345 678", "US", "+84912345678"), ("06 30 123 4567", "HU", "+36301234567"),
            ("138 0013 8000", "CN", "+8613800138000"), ("٠٥٠ ١٢٣ ٤٥٦٧", "SA", "+966501234567"),
            ("＋８１ 90 1234 5678", nil, "+819012345678"),
        ] as [(String, String?, String)]
    )
    func phone(text: String, country: String?, expected: String) throws {
        #expect(try ContactPoint.phone(text, country: country).value == expected)
    }

    @Test(
        "impossible telephone numbers are refused",
        arguments: [
            ("", nil, .empty), ("912345678", nil, .needsCountry), ("912345678", "ZZ", .needsCountry),
            ("+12", nil, .digitCount),
            ("+1234567890123456", nil, .digitCount), ("+0123456789", nil, .digitCount),
            ("+49 CALL ME", nil, .notDigits),
            ("+4930\r\n1234567", nil, .controlCharacters), ("+", nil, .digitCount), ("+49½12345678", nil, .notDigits),
        ] as [(String, String?, ContactPointError.Reason)]
    )
    func badPhone(text: String, country: String?, reason: ContactPointError.Reason) {
        #expect(refusal { () throws(ContactPointError) in try ContactPoint.phone(text, country: country) } == reason)
    }

    @Test("handles belong to their channel")
    func handle() throws {
        let chat = try ContactPoint.handle(" @Ann_Lee ", channel: .chat)

        #expect(chat.value == "chat:ann_lee")
        #expect(try chat != ContactPoint.handle("ann_lee", channel: .app))
        #expect(refusal { () throws(ContactPointError) in try ContactPoint.handle("@", channel: .chat) } == .empty)
        #expect(
            refusal { () throws(ContactPointError) in
                try ContactPoint.handle(String(repeating: "x", count: 129), channel: .chat)
            } == .tooLong
        )
    }

    @Test("refusals never quote the customer")
    func silent() {
        let error = #expect(throws: ContactPointError.self) { try ContactPoint.email("secret name@example.com") }

        #expect(error?.description.contains("secret") == false)
        #expect(error?.description.contains("example") == false)
    }

    private func refusal(_ make: () throws(ContactPointError) -> ContactPoint) -> ContactPointError.Reason? {
        do {
            _ = try make()
            return nil
        } catch {
            return error.reason
        }
    }
}
