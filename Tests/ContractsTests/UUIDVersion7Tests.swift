import Harness
import Contracts
import FoundationEssentials
import Testing

@Suite("Ids that carry their time")
struct UUIDVersion7Tests {
    @Test("a fixed generator gives a fixed id")
    func fixed() {
        var random = Seeded(7)
        var again = Seeded(7)
        let date = Date(timeIntervalSince1970: 1_795_248_930.123)

        let id = UUID.version7(at: date, using: &random)

        #expect(id == UUID.version7(at: date, using: &again))
        #expect(id.uuidString.hasPrefix("01A1FD2C-BD4B-7"))
        #expect(id != UUID.version7(at: date, using: &random))
    }

    @Test("version and variant stand where RFC 9562 puts them")
    func bits() {
        var random = Seeded(9_562)

        for _ in 0..<1_000 {
            let bytes = UUID.version7(at: Date(timeIntervalSince1970: 1_795_248_930), using: &random).uuid

            #expect(bytes.6 >> 4 == 7)
            #expect(bytes.8 >> 6 == 0b10)
        }
    }

    @Test("all other bits vary")
    func entropy() {
        var random = Seeded(74)
        var (ones, zeroes) = ([UInt8](repeating: 0, count: 16), [UInt8](repeating: 0, count: 16))

        for _ in 0..<1_000 {
            let bytes = raw(UUID.version7(at: Date(timeIntervalSince1970: 0), using: &random))
            for index in 0..<16 {
                ones[index] |= bytes[index]
                zeroes[index] |= ~bytes[index]
            }
        }

        #expect(ones == [0, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xBF] + [UInt8](repeating: 0xFF, count: 7))
        #expect(Array(zeroes[6...]) == [0x8F, 0xFF, 0x7F] + [UInt8](repeating: 0xFF, count: 7))
    }

    @Test("the millisecond comes back out")
    func instant() {
        var random = Seeded(48)

        for _ in 0..<10_000 {
            let milliseconds = Int.random(in: 0...4_102_444_800_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            let database = Date(timeIntervalSinceReferenceDate: Double(milliseconds - 978_307_200_000) / 1_000)

            for id in [UUID.version7(at: date, using: &random), UUID.version7(at: database, using: &random)] {
                #expect(id.version7Date.map { ($0.timeIntervalSince1970 * 1_000).rounded() } == Double(milliseconds))
            }
        }
    }

    @Test("a part of a millisecond is cut")
    func cutting() {
        let id = UUID.version7(at: Date(timeIntervalSince1970: 1_795_248_930.123_999))

        #expect(id.version7Date == Date(timeIntervalSince1970: 1_795_248_930.123))
    }

    @Test("ids sort by their time as text and as bytes")
    func order() {
        var random = Seeded(1)
        var last = UUID.version7(at: Date(timeIntervalSince1970: 0), using: &random)

        for step in 1...5_000 {
            let next = UUID.version7(at: Date(timeIntervalSince1970: Double(step * step) / 1_000), using: &random)

            #expect(last.uuidString < next.uuidString)
            #expect(raw(last).lexicographicallyPrecedes(raw(next)))
            last = next
        }
    }

    @Test(
        "times outside 48 bits are clamped",
        arguments: [
            (-1, 0), (-.infinity, 0), (.nan, 0), (1e15, 281_474_976_710.655), (.infinity, 281_474_976_710.655),
        ]
    )
    func clamping(seconds: Double, expected: Double) {
        let id = UUID.version7(at: Date(timeIntervalSince1970: seconds))

        #expect(id.version7Date == Date(timeIntervalSince1970: expected))
    }

    @Test(
        "other ids carry no time",
        arguments: [
            "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "01936C1E-6D40-4A11-8B22-000000000001", "01936C1E-6D40-7A11-CB22-000000000001",
            "01936C1E-6D40-7A11-0B22-000000000001",
        ]
    )
    func others(text: String) throws {
        let id = try #require(UUID(uuidString: text))

        #expect(id.version7Date == nil)
    }
}

private func raw(_ id: UUID) -> [UInt8] {
    let bytes = id.uuid
    return [
        bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7,
        bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15,
    ]
}
