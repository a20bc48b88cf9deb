import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Following a ticket", .freshDatabase, .timeLimit(.minutes(2)))
struct FollowingTests {
    @Test("an opened ticket gets its clocks, and one timer for what comes first")
    func opened() async throws {
        let scene = try await Scene.make()
        try await scene.open()

        let said = try await scene.follow()

        #expect(said.isEmpty)
        #expect(try await scene.clock("acknowledgement") == StoredClock("running", due: 10))
        #expect(try await scene.clock("first_response") == StoredClock("running", due: 240))
        #expect(try await scene.clock("resolution") == StoredClock("running", due: 1_440))
        #expect(try await scene.clock("progress") == StoredClock("running", due: 1_440))
        #expect(try await scene.timers() == ["acknowledgement promise"])
    }

    @Test("each look leaves one timer, for the earliest step of all clocks")
    func oneTimer() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.follow()
        try await scene.write("acknowledged", by: "system:notifier")
        var timers = [try await scene.timers()]

        for minutes in [5.01, 30.01, 45.01] {
            try await scene.setClock(minutes: minutes)
            try await scene.sweep()
            timers.append(try await scene.timers())
        }
        try await scene.write("replied")
        try await scene.follow()
        timers.append(try await scene.timers())

        #expect(
            timers == [
                ["acknowledgement warn-50"], ["first_response warn-50"], ["first_response warn-75"],
                ["first_response warn-90"], ["resolution warn-50"],
            ]
        )
    }

    @Test("timers of a release that stored one for each clock are told once, and one is left")
    func formerTimers() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.follow()
        try await scene.write("acknowledged", by: "system:notifier")
        try await scene.stage.execute(
            """
            INSERT INTO timer
            SELECT $1, k.metric, k.cycle, CASE k.metric WHEN 'progress' THEN 'progress-0' ELSE 'warn-50' END, 1,
                k.due_at - (k.due_at - k.started_at) / 2
            FROM sla_clock k WHERE k.metric <> 'acknowledgement'
            """,
            UUID.numbered(1)
        )
        try await scene.setClock(minutes: 30.01)

        try await scene.sweep()
        try await scene.sweep()

        #expect(try await scene.told() == ["acknowledgement 1 promise", "first_response 1 warn-50"])
        #expect(try await scene.timers() == ["first_response warn-75"])
    }

    @Test("a second delivery changes and says nothing")
    func twice() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.follow()
        let before = try await scene.snapshot()
        try await scene.setClock(minutes: 1)

        let said = try await scene.follow()

        #expect(said.isEmpty)
        #expect(try await scene.snapshot() == before)
    }

    @Test("a machine's ticket has no clocks and no promise")
    func machine() async throws {
        let scene = try await Scene.make()
        try await scene.open(machine: true)
        try await scene.classify()

        let said = try await scene.follow()

        #expect(said.isEmpty)
        #expect(try await scene.clock("acknowledgement") == nil)
        #expect(try await scene.timers().isEmpty)
    }

    @Test("classification promises once, in the ticket's lane")
    func promised() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify(priority: 1, lane: .urgent)

        let first = try await scene.follow()
        let second = try await scene.follow()

        #expect(first.map(\.routingKey) == ["urgent.sla.promised.v1"])
        let promise = try WireJSON.decode(SLAPromisedV1.self, from: try #require(first.first).body)
        #expect(promise.latest == Scene.start.addingTimeInterval(86_400))
        #expect(promise.earliest == Scene.start.addingTimeInterval(43_200))
        #expect(second.isEmpty)
        #expect(try await scene.clock("first_response") == StoredClock("running", due: 60))
    }

    @Test("an unclassified ticket is promised something after a minute")
    func promisedAnyway() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()

        try await scene.setClock(minutes: 1)
        let onTheMinute = try await scene.sweep()
        try await scene.setClock(minutes: 1.01)
        let afterIt = try await scene.sweep()
        try await scene.classify()
        let onceClassified = try await scene.follow()

        #expect(onTheMinute.isEmpty)
        #expect(afterIt.map(\.routingKey) == ["normal.sla.promised.v1"])
        #expect(onceClassified.isEmpty)
    }

    @Test(
        "only a person's reply stops first response",
        arguments: [("agent:a", "met"), ("operator:root", "met"), ("system:notifier", "running")]
    )
    func replied(actor: String, state: String) async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        try await scene.setClock(minutes: 20)
        try await scene.write("replied", by: actor)

        try await scene.follow()

        #expect(try await scene.clock("first_response")?.state == state)
        try await scene.setClock(minutes: 120.01)
        try await scene.sweep()
        #expect(try await scene.told().contains("first_response 1 warn-50") == (state == "running"))
    }

    @Test("a pause gives back what was left of the budget")
    func paused() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()

        try await scene.setClock(minutes: 120)
        try await scene.write("waiting", data: #"{"reason":"parts"}"#)
        try await scene.follow()
        let whilePaused = try await scene.clock("resolution")
        try await scene.setClock(minutes: 300)
        try await scene.write("resumed")
        try await scene.follow()

        #expect(whilePaused == StoredClock("paused", due: nil))
        #expect(try await scene.clock("resolution") == StoredClock("running", due: 1_620, version: 2))
    }

    @Test("a message that reached us late still ends the wait for the customer")
    func lateMessage() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 120)
        try await scene.write("waiting", data: #"{"reason":"customer"}"#)
        try await scene.setClock(minutes: 130)
        let written = Scene.start.addingTimeInterval(110 * 60)
        try await scene.stage.execute(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor)
            VALUES (gen_random_uuid(), $1, $2, 'customer_message', 'customer')
            """,
            UUID.numbered(1),
            written
        )

        try await scene.follow()

        #expect(try await scene.clock("resolution") == StoredClock("running", due: 1_440))
    }

    @Test("a machine's message wakes no clock")
    func machineMessage() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 120)
        try await scene.write("waiting", data: #"{"reason":"customer"}"#)
        try await scene.setClock(minutes: 130)
        try await scene.write("customer_message", by: "customer", data: #"{"machine":true}"#)

        try await scene.follow()

        #expect(try await scene.clock("resolution")?.state == "paused")
    }

    @Test("resolution stops the clocks and reopening restores them")
    func reopened() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 30)
        try await scene.write("replied")
        try await scene.write("resolved", data: #"{"cycle":1}"#)
        try await scene.follow()
        let stopped = try await scene.clock("resolution")
        let timersWhenResolved = try await scene.timers().filter { $0 != "acknowledgement promise" }

        try await scene.setClock(minutes: 90)
        try await scene.write("reopened", by: "customer", data: #"{"cycle":2}"#)
        try await scene.follow()

        #expect(stopped == StoredClock("met", due: 1_440, stopped: 30))
        #expect(timersWhenResolved.isEmpty)
        #expect(try await scene.clock("resolution") == StoredClock("running", due: 1_500, version: 2))
        #expect(try await scene.clock("next_response")?.state == "running")
    }

    @Test("any order of deliveries gives the same clocks", arguments: 0..<8)
    func permuted(order: Int) async throws {
        let scene = try await Scene.make()
        let steps: [@Sendable (Scene) async throws -> Void] = [
            { try await $0.classify() }, { try await $0.write("replied") },
            { try await $0.write("waiting", data: #"{"reason":"customer"}"#) },
        ]
        try await scene.open()

        // Each ledger line comes in turn; the messages about them come early, late or not at all.
        for (index, step) in steps.enumerated() {
            try await scene.setClock(minutes: Double(index + 1))
            try await step(scene)
            if order >> index & 1 == 1 { try await scene.follow() }
        }
        try await scene.follow()

        #expect(try await scene.clock("first_response") == StoredClock("met", due: 60, stopped: 2))
        #expect(try await scene.clock("acknowledgement")?.state == "met")
        #expect(try await scene.clock("resolution")?.state == "paused")
        #expect(try await scene.clock("progress", cycle: 2)?.state == "paused")
    }

    @Test("a ticket in other hands is looked at as soon as it is free")
    func taken() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        let verdicts = try await scene.stage.transaction { holder in
            _ = try await holder.claim([.numbered(1)])
            return try await scene.deliver(attempt: 1)
        }
        let whileTaken = try await scene.clock("resolution")
        try await scene.setClock(minutes: 0.01)

        try await scene.sweep()

        #expect(verdicts == [.done])
        #expect(whileTaken == nil)
        #expect(try await scene.clock("resolution")?.state == "running")
        #expect(try await scene.timers().contains { $0.hasPrefix("ticket") } == false)
    }

    @Test("a message about an unknown ticket comes back before it is parked")
    func unknown() async throws {
        let scene = try await Scene.make()

        let first = try await scene.deliver(attempt: 1)
        let last = try await scene.deliver(attempt: 10)

        #expect(first == [.retry(after: .seconds(1))])
        #expect(last == [.park(reason: "there is no such ticket after 10 tries")])
    }
}
