import Testing
import WorkerKit

@testable import Intake

@Suite("Settings of intake")
struct SettingsTests {
    @Test("a development key stands in for a missing one")
    func missingKey() throws {
        var reader = SettingsReader([:])

        let settings = IntakeSettings(&reader)

        try reader.finish()
        #expect(settings.isDevelopmentKey)
        #expect(try settings.numbering?.number(0).hasPrefix("AS-") == true)
    }

    @Test("prefix and key change the numbers")
    func chosen() throws {
        var reader = SettingsReader(["AFTERSAIL_TICKET_PREFIX": "K-", "AFTERSAIL_TICKET_KEY": "0123456789abcdef"])

        let settings = IntakeSettings(&reader)

        try reader.finish()
        #expect(!settings.isDevelopmentKey)
        #expect(try settings.numbering?.number(7).hasPrefix("K-") == true)
        #expect(try settings.numbering?.number(7) != Desk.numbering.number(7).replacing("AS-", with: "K-"))
    }

    @Test(
        "a bad prefix or a short key is refused by name",
        arguments: [
            ("AFTERSAIL_TICKET_PREFIX", "1-"), ("AFTERSAIL_TICKET_KEY", "short"), ("AFTERSAIL_THREAD_KEY", "short"),
        ]
    )
    func refused(name: String, value: String) {
        var reader = SettingsReader([name: value])

        _ = IntakeSettings(&reader)

        #expect { try reader.finish() } throws: { "\($0)".contains(name) }
    }
}
