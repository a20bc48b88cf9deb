import CLinux
import Testing

@testable import WorkerKit

@Suite("A bell")
struct BellTests {
    @Test("holds no more memory after many rings than after one")
    func rings() {
        let bell = Bell()
        bell.connect {}
        bell.ring()
        let before = aftersail_bytes_in_use()
        for _ in 0..<200_000 { bell.ring() }
        // Every ring of a wrapped function keeps 64 bytes: 12.8 MB here.
        #expect(aftersail_bytes_in_use() < before + 2_000_000)
    }

    @Test("does nothing before somebody listens, and calls who listens last")
    func connecting() async {
        let bell = Bell()
        bell.ring()
        await confirmation(expectedCount: 2) { called in
            bell.connect { Issue.record("the former listener was called") }
            bell.connect { called() }
            bell.ring()
            bell.ring()
        }
    }
}
