import FoundationEssentials
import Testing

@testable import Simulation

/// A morning in Europe through all six workers, in half a minute.
@Suite("A short simulation", .serialized, .timeLimit(.minutes(5)))
struct ShortRunTests {
    @Test("every promise is kept while a morning passes")
    func morning() async throws {
        // A Friday, eight o'clock in Hamburg.
        let plan = RunPlan(
            seed: 7,
            start: Date(timeIntervalSince1970: 1_792_735_200),
            days: 5.0 / 24,
            rate: 600,
            ticketsPerDay: 900,
            patience: 5,
            checkEvery: 1,
            restart: .none,
            history: nil,
            keepsLogs: false
        )

        let report = try await SimulationRun(plan: plan).run()

        #expect(report.isKept, "\(report.text)")
        #expect(report.findings.owed > 20)
        #expect(report.findings.lateness.count > 100)
        #expect(report.looks >= 2)
        #expect(report.clocksSeen > 500)
    }
}
