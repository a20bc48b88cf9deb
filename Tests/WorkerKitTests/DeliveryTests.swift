import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import Tickets
import Topology

@testable import WorkerKit

@Suite("The order of a delivery's steps", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct DeliveryTests {
    @Test("a message whose worker vanishes within its turn is handled by another")
    func vanished() async throws {
        let rig = try await Rig.make()
        let lines = try CutLines(to: rig)
        let gate = Gate()
        let lost = try await rig.worker("classifier", lines.variables) { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: HeldUp(at: gate))
        }
        try await rig.say([TicketOpenedV1.sample(1)])
        try await eventually("a turn under way") { gate.hasVisitor }
        try await rig.say([TicketOpenedV1.sample(2)])
        try await eventually("both to be taken") { try await rig.ready("classifier.events") == 0 }

        lines.cut()
        let classify = Classify()
        let other = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        try await eventually("both tickets") { Set(classify.seen).count == 2 }
        lines.mend()
        gate.open()
        await other.stop()
        await lost.stop()
    }

    @Test("a turn that does not commit says nothing")
    func uncommitted() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: FailsAtTheEnd(for: .numbered(1)))
        }

        try await rig.say([TicketOpenedV1.sample(1)])
        try await eventually("the parked one") { try await rig.number("SELECT count(*) AS n FROM parked_message") == 1 }
        try await rig.say([TicketOpenedV1.sample(2)])

        // Events of one process are said in order: behind this one there would be no earlier one.
        try await eventually("the other's event") { try await rig.ready("dispatcher.normal") >= 1 }
        await worker.stop()
        let said = try await rig.take(from: "dispatcher.normal")
        #expect(try said.map { try WireJSON.decode(TicketClassifiedV1.self, from: $0.body).ticketID } == [.numbered(2)])
    }

    @Test("a row stays in the outbox until the broker has its message")
    func unconfirmed() async throws {
        let rig = try await Rig.make()
        let lines = try CutLines(to: rig)
        var registered: Platform?
        let worker = try await rig.worker("classifier", lines.brokerVariable) { platform, _ in registered = platform }
        let platform = try #require(registered)

        lines.cut()
        try await platform.turn { try $0.emit(TicketClassifiedV1.sample(1), lane: .normal) }
        // The next turn deletes what may go.
        try await platform.turn { _ in }

        #expect(try await rig.number("SELECT count(*) AS n FROM outbox_classifier") == 1)
        lines.mend()
        try await eventually("the event") { try await rig.ready("dispatcher.normal") == 1 }
        try await eventually("an empty outbox") {
            try await rig.number("SELECT count(*) AS n FROM outbox_classifier") == 0
        }
        await worker.stop()
    }

    @Test("two messages of equal content are both handled")
    func alike() async throws {
        let rig = try await Rig.make()
        let classify = Classify()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        try await rig.say([TicketOpenedV1.sample(1), TicketOpenedV1.sample(1)])
        try await rig.say([TicketOpenedV1.sample(2)])

        try await eventually("the last") { classify.seen.contains(.numbered(2)) }
        await worker.stop()
        #expect(classify.seen.count { $0 == .numbered(1) } == 2)
    }
}

/// Ways to broker and database that a test can cut and mend.
struct CutLines {
    private let proxies: [FaultProxy]
    /// Settings of a worker that reaches the broker this way.
    let brokerVariable: [String: String]
    /// Settings of a worker that reaches both this way.
    let variables: [String: String]

    init(to rig: Rig) throws {
        let (broker, brokerURL) = try Self.proxied(rig.brokerURL)
        let (database, databaseURL) = try Self.proxied(rig.databaseURL)
        proxies = [broker, database]
        brokerVariable = ["AFTERSAIL_BROKER_URL": brokerURL]
        variables = brokerVariable.merging(["AFTERSAIL_DATABASE_URL": databaseURL]) { first, _ in first }
    }

    /// Resets every connection, and every new one.
    func cut() {
        for proxy in proxies {
            proxy.refuseConnections(true)
            proxy.cutAll()
        }
    }

    /// Forwards new connections again.
    func mend() {
        for proxy in proxies { proxy.refuseConnections(false) }
    }

    private static func proxied(_ url: String) throws -> (FaultProxy, String) {
        let port = try #require(url.split(separator: ":").last?.split(separator: "/").first.flatMap { Int($0) })
        let proxy = try FaultProxy(to: port)
        return (proxy, url.replacing(":\(port)/", with: ":\(proxy.port)/"))
    }
}

/// Waits within its turn.
private struct HeldUp: Handler {
    let gate: Gate

    init(at gate: Gate) {
        self.gate = gate
    }

    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        await gate.pass()
        return batch.map { _ in .done }
    }
}

/// Classifies, and lets the transaction of one ticket fail at its last flight.
private struct FailsAtTheEnd: Handler {
    let ticket: UUID

    init(for ticket: UUID) {
        self.ticket = ticket
    }

    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        for message in batch {
            try turn.emit(TicketClassifiedV1.of(message.body.ticketID), lane: .normal, because: message.envelope)
        }
        if batch.contains(where: { $0.body.ticketID == ticket }) {
            turn.transaction.enqueue("SELECT 1 / $1::integer", Int32(0))
        }
        return batch.map { _ in .done }
    }
}
