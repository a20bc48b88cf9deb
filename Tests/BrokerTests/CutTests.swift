import Harness
import Synchronization
import Testing

@testable import Broker

@Suite("Cut conversations", .freshBroker)
struct CutTests {
    /// One wait for each of declaring, publishing and consuming, however often, silence at a login included.
    private static let longest = Duration.seconds(120)

    @Test("a conversation cut after any byte loses and doubles nothing", .timeLimit(.minutes(60)))
    func everywhere() async throws {
        let direct = try Bench().topology
        let plan = CutPlan(try await flows(direct), samples: 100)
        print("RabbitMQ: \(plan.summary)")
        let began = ContinuousClock.now
        let seen = Mutex((cuts: 0, publishes: 0, copies: 0))
        try await plan.run(atOnce: 16) { place, index in
            let bench = try Bench(.proxied)
            let proxy = try #require(bench.proxy)
            proxy.cutAfter(bytes: place.byte, direction: place.direction, connection: place.connection, by: place.cut)
            let conversation = CutConversation(bench: bench, direct: direct, queue: "cut-\(index)", place: "\(place)")
            let end = try await limited(to: Self.longest) { try await conversation.run() }
            guard let end else {
                Issue.record("no end within \(Self.longest): \(place)")
                return
            }
            #expect(end.effects == 1, "\(place)")
            #expect(end.copies <= end.publishes, "\(place)")
            let cuts = proxy.cuts
            seen.withLock { $0 = ($0.cuts + cuts, $0.publishes + end.publishes, $0.copies + end.copies) }
        }
        let sums = seen.withLock { $0 }
        print("RabbitMQ: \(plan.places.count) cases, \(sums) in \(began.duration(to: .now))")
        #expect(sums.cuts * 4 >= plan.places.count * 3)
        // Over many places some cut a publish; a single one need not.
        #expect(sums.publishes > plan.places.count || plan.places.count < 50)
    }

    /// A conversation that nobody cuts, as its flows.
    private func flows(_ direct: TopologyLink) async throws -> [CutPlan.Flow] {
        let bench = try Bench(.proxied, recording: true)
        let proxy = try #require(bench.proxy)
        let end = try await CutConversation(bench: bench, direct: direct, queue: "whole", place: "no cut").run()
        #expect(end.effects == 1 && end.copies == 1 && end.publishes == 1)
        #expect(proxy.accepted == 3)
        return (1...3).flatMap { connection in
            FaultProxy.Direction.allCases.map { direction in
                let bytes = proxy.transcript(direction, connection: connection)
                return CutPlan.Flow(
                    connection: connection,
                    direction: direction,
                    length: bytes.count,
                    frameEnds: Self.frameEnds(bytes, from: direction == .toServer ? 8 : 0)
                )
            }
        }
    }

    /// Positions behind the protocol header and each frame: type, channel, size, payload, end.
    private static func frameEnds(_ bytes: [UInt8], from start: Int) -> [Int] {
        var ends = start > 0 ? [start] : []
        var place = start
        while place + 7 <= bytes.count {
            place += 8 + bytes[(place + 3)..<(place + 7)].reduce(0) { $0 << 8 | Int($1) }
            ends.append(place)
        }
        return ends
    }
}
