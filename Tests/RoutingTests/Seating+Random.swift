import Harness
@testable import Routing

extension Seating {
    /// A small batch of random tickets and agents: short of capacity or not, picky or not.
    static func random(_ random: inout Seeded, tickets: ClosedRange<Int>, isMixed: Bool) -> Seating {
        let width = Int.random(in: 1...4, using: &random)
        let count = Int.random(in: tickets, using: &random)
        let capacities = (0..<width).map { _ in Int.random(in: 1...(isMixed ? 8 : 4), using: &random) }
        let forbidden = Int.random(in: 0...3, using: &random)
        return Seating(
            weights: (0..<count).map { _ in isMixed ? Int.random(in: 1...4, using: &random) : 1 },
            width: width,
            lacks: (0..<count * width).map { _ in
                Int.random(in: 0..<6, using: &random) < forbidden
                    ? Seating.never : Int32(Int.random(in: 0...60_000, using: &random))
            },
            loads: capacities.map { Int.random(in: 0...$0, using: &random) / 2 },
            capacities: capacities,
            rates: capacities.map { (20_000 * 65_536 + 32_768) / $0 }
        )
    }
}
