import FoundationEssentials
import Testing

@testable import WorkerKit

@Suite("Settings")
struct SettingsTests {
    @Test("every wrong variable is named at once, with what was expected")
    func wrong() throws {
        var reader = SettingsReader(["AFTERSAIL_BATCH_LIMIT": "9999", "AFTERSAIL_DRAIN_TIME": "soon"])
        _ = PlatformSettings(&reader)

        let error = #expect(throws: SettingsError.self) { try reader.finish() }

        #expect(
            error?.problems == [
                "AFTERSAIL_DATABASE_URL must be set",
                "AFTERSAIL_BROKER_URL must be set",
                "AFTERSAIL_BATCH_LIMIT must be a whole number from 1 to 2000",
                "AFTERSAIL_DRAIN_TIME must be a duration such as 500ms, 30s, 10m or 24h, from 1.0 seconds to 300.0 seconds",
            ]
        )
    }

    @Test("a secret may stand in a file, without its line end")
    func secretFile() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "aftersail-secret-\(UUID().uuidString)").path
        try Data("postgresql://x\n".utf8).write(to: URL(filePath: path))
        var reader = SettingsReader(["AFTERSAIL_DATABASE_URL_FILE": path, "AFTERSAIL_BROKER_URL": "amqp://x"])

        let settings = PlatformSettings(&reader)

        try reader.finish()
        #expect(settings.databaseURL == "postgresql://x")
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("durations are read with their unit", arguments: [("500ms", 0.5), ("9s", 9), ("2m", 120)])
    func durations(text: String, seconds: Double) {
        var reader = SettingsReader(["X": text])

        let duration = reader.duration("X", "", default: "1s", in: .zero...(.seconds(1_000)))

        #expect(duration == .seconds(seconds))
    }
}
