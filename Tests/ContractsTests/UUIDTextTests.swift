import Harness
import Contracts
import FoundationEssentials
import Testing

@Suite("Ids as text")
struct UUIDTextTests {
    @Test("every text of an id reads as the library reads it", arguments: 0..<200)
    func alike(number: Int) {
        var generator = Seeded(UInt64(number))
        let id = UUID.version7(at: Date(timeIntervalSince1970: Double(number) * 1e6), using: &generator)

        #expect(UUID(text: id.uuidString) == id)
        #expect(UUID(text: id.lowercase) == id)
        #expect(id.lowercase == id.uuidString.lowercased())
    }

    @Test(
        "what is no id is refused",
        arguments: [
            "", "01931f2e-7d00-7000-8000-00000000000", "01931f2e-7d00-7000-8000-0000000000000",
            "01931f2e7d0070008000000000000000", "01931f2g-7d00-7000-8000-000000000000",
            "{01931f2e-7d00-7000-8000-000000000000}", "01931f2e-7d00-7000-8000_000000000000",
            "0193-1f2e7d00-7000-8000-000000000000", "01931f2e-7d00-7000-8000-0000000\u{660}0000",
        ]
    )
    func refused(text: String) {
        #expect(UUID(text: text) == nil)
    }
}
