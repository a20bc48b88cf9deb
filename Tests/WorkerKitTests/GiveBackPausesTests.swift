import Testing

@testable import WorkerKit

@Suite("Pauses after giving back")
struct GiveBackPausesTests {
    @Test("pauses double up to a minute, and begin anew after a settled batch")
    func growing() {
        let pauses = GiveBackPauses()

        let without = (0..<9).map { _ in pauses.next() }
        pauses.ended()

        #expect(without == [0.5, 1, 2, 4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
        #expect(pauses.next() == .seconds(0.5))
    }
}
