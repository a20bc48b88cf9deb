import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import WorkerKit

@testable import SLAMonitor

@Suite("Watching for tickets without class", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct WatchTests {
    @Test("a ticket that nobody classifies gets its clocks and its promise after the wait")
    func late() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 0.9)
        try await scene.watch()
        #expect(try await scene.timers().isEmpty)

        try await scene.setClock(minutes: 1.1)
        try await scene.watch()
        #expect(try await scene.timers().map { $0.prefix(11) } == ["ticket look"])
        try await scene.setClock(minutes: 1.2)
        try await scene.sweep()

        #expect(try await scene.told() == ["acknowledgement 1 promise"])
        #expect(try await scene.clock("acknowledgement") == StoredClock("running", due: 10))
        #expect(try await scene.clock("resolution") == StoredClock("running", due: 1_440))
    }

    @Test("each ticket is looked at once")
    func once() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 1.1)
        try await scene.watch()
        try await scene.setClock(minutes: 1.2)
        try await scene.sweep()
        let before = try await scene.snapshot()

        try await scene.setClock(minutes: 1.9)
        try await scene.watch()

        #expect(try await scene.snapshot() == before)
    }

    @Test("classified tickets and those of machines are passed by")
    func passed() async throws {
        let scene = try await Scene.make()
        try await scene.open(1)
        try await scene.classify(1)
        try await scene.open(2, machine: true)
        try await scene.setClock(minutes: 2)

        try await scene.watch()

        #expect(try await scene.timers().isEmpty)
    }

    @Test("a ticket that was committed behind a later one is still seen")
    func behind() async throws {
        let scene = try await Scene.make()
        try await scene.open(1)
        try await scene.classify(1)
        try await scene.setClock(minutes: 0.3)
        try await scene.watch(wait: .seconds(5))
        try await scene.stage.seedTickets(
            2...2,
            openedAt: Scene.start.addingTimeInterval(-10),
            clockStart: Scene.start.addingTimeInterval(-10)
        )

        try await scene.watch(wait: .seconds(5))

        #expect(try await scene.timers().count == 1)
    }

    @Test("a crowd without class is looked at in pages")
    func crowd() async throws {
        let scene = try await Scene.make()
        for page in 0..<3 {
            let opened = Scene.start.addingTimeInterval(Double(page))
            try await scene.stage.seedTickets(
                page * 1_500 + 1...(page + 1) * 1_500,
                openedAt: opened,
                clockStart: opened
            )
        }
        try await scene.setClock(minutes: 2)

        for _ in 0..<4 { try await scene.watch() }

        let looks = try await scene.stage.rows("SELECT count(DISTINCT ticket_id) AS n FROM timer")
        let count: Int = try looks.first.map { row in try row("n") } ?? 0
        #expect(count == 4_500)
    }

    @Test("the running worker sees to a ticket of which it hears nothing")
    func running() async throws {
        let stand = try await Stand.make()
        try await stand.setClock(Scene.start)
        try await stand.database.seedTickets(1...1, openedAt: Scene.start, clockStart: Scene.start)
        let worker = try await stand.worker()

        try await stand.setClock(Scene.start.addingTimeInterval(61))

        try await eventually("the clocks") { try await stand.number("SELECT count(*) AS n FROM sla_clock") == 4 }
        try await eventually("the promise") { try await stand.ready("notifier.normal") == 1 }
        await worker.stop()
    }
}

extension Scene {
    /// One run of the watch.
    fileprivate func watch(wait: Duration = .seconds(60)) async throws {
        try await turn { turn in
            _ = try await WatchUnclassified(promiseWait: wait, bell: RelayedBell()).run(in: turn)
        }
    }
}
