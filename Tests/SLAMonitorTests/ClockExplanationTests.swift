import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials
import Postgres
import Testing

@testable import SLAMonitor

@Suite("Explanations of clocks")
struct ClockExplanationTests {
    @Test("an explanation is stored as WireJSON writes it", arguments: ["plain", "\"quoted\" \\ and\ttabbed", "统一"])
    func sameText(name: String) throws {
        for team in [nil, "hardware"] as [String?] {
            let explanation = ClockExplanation(
                calendar: name,
                measure: "business",
                minutes: 480,
                paused: team == nil,
                policy: name,
                rule: name,
                team: team,
                warnings: [
                    "50": Date(timeIntervalSince1970: 1_795_420_800.25), "100": .distantFuture, "9": .distantPast,
                ],
                zone: "Europe/Berlin"
            )

            let bytes = try WireJSON.encode(explanation)
            #expect(explanation.json.text == String(decoding: bytes, as: UTF8.self))
        }
        let bytes = try WireJSON.encode(Self.empty)
        #expect(Self.empty.json.text == String(decoding: bytes, as: UTF8.self))
    }

    private static let empty = ClockExplanation(
        calendar: "",
        measure: "",
        minutes: 0,
        paused: false,
        policy: "",
        rule: "",
        team: nil,
        warnings: [:],
        zone: ""
    )
}
