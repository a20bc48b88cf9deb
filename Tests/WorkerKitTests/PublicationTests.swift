import Broker
import Contracts
import FoundationEssentials
import Harness
import Rig
import Synchronization
import Testing
import Tickets

@testable import WorkerKit

@Suite("When the broker is told", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct PublicationTests {
    @Test("what a turn holds back goes out behind what others say, with the turn that ends the rush")
    func order() async throws {
        let rig = try await Rig.make()
        let sweep = Speaker([(.held, .again), (.atOnce, .again), (.atOnceWithHeld, .whenRung)])
        let worker = try await rig.worker("intake") { platform, _ in platform.sweep(with: sweep) }

        try await eventually("three messages") { try await rig.ready("classifier.events") == 3 }
        #expect(try await Self.tickets(rig) == [2, 1, 3].map { UUID.numbered($0) })
        await worker.stop()
        #expect(try await rig.number("SELECT count(*) AS n FROM outbox_intake") == 0)
    }

    @Test("what is held back goes out by itself when no turn asks for it")
    func forgotten() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("intake") { platform, _ in
            platform.sweep(with: Speaker([(.held, .whenRung)]))
        }

        try await eventually("the message") { try await rig.ready("classifier.events") == 1 }
        await worker.stop()
    }

    @Test("a worker that ends publishes what it holds back")
    func end() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("intake") { platform, _ in
            platform.sweep(with: Speaker([(.held, .whenRung)]))
        }
        try await eventually("the commit") { try await rig.number("SELECT count(*) AS n FROM outbox_intake") == 1 }

        await worker.stop()

        #expect(try await Self.tickets(rig) == [UUID.numbered(1)])
        #expect(try await rig.number("SELECT count(*) AS n FROM outbox_intake") == 0)
    }

    /// Tickets of the messages in the classifier's queue, in their order.
    private static func tickets(_ rig: Rig) async throws -> [UUID] {
        try await rig.take(from: "classifier.events").map { delivery in
            try WireJSON.decode(TicketOpenedV1.self, from: delivery.body).ticketID
        }
    }
}

/// Says one thing a turn, each published as told.
private final class Speaker: Sweep {
    let name = "speaker"
    private let turns: [(publication: Publication, next: NextSweep)]
    private let spoken = Mutex(0)

    init(_ turns: [(Publication, NextSweep)]) {
        self.turns = turns
    }

    func run(in turn: Turn) async throws -> NextSweep {
        let number = spoken.withLock { count in
            count += 1
            return count
        }
        let (publication, next) = turns[number - 1]
        try turn.emit(TicketOpenedV1.sample(number), lane: .normal)
        turn.publish(publication)
        return next
    }
}
