import Broker
import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Tickets
import Topology

@testable import Dispatcher
@testable import WorkerKit

@Suite("Three dispatchers at once", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct ReplicaTests {
    @Test("nobody is overbooked, every ticket has one agent, the rest drain by deadline")
    func replicas() async throws {
        let office = try await Office.make(clock: nil)
        let wire = try await Wire.make()
        for number in 0..<10 { try await office.addAgent("agent\(number)", capacity: 20) }
        try await office.forbidOverbooking()
        try await office.addTickets(1...300)
        var workers: [WorkerProcess] = []
        for _ in 1...3 { workers.append(try await wire.worker()) }

        try await wire.say((1...300).shuffled().map { TicketClassifiedV1.sample($0) })

        try await eventually("200 assignments and 100 waiting") {
            let assigned = try await office.number("SELECT count(*) AS n FROM assignment WHERE ended_at IS NULL")
            let waiting = try await office.waiting().count
            return assigned == 200 && waiting == 100
        }
        try await eventually("200 messages to the notifier") { try await wire.ready("notifier.normal") == 200 }
        #expect(try await office.number("SELECT min(load) AS n FROM agent_load") == 20)
        #expect(try await office.number("SELECT count(DISTINCT ticket_id) AS n FROM assignment") == 200)
        let oldest = Array(try await office.waiting().prefix(50))

        let done = try await office.resolveFifty()
        try await wire.say(done.map { TicketResolvedV1(ticketID: $0, version: 1, cycle: 1) })

        try await eventually("50 more assignments") { try await office.waiting().count == 50 }
        #expect(try await office.waiting().allSatisfy { !oldest.contains($0) })
        #expect(try await office.number("SELECT sum(load) AS n FROM agent_load") == 200)
        #expect(try await office.number("SELECT count(*) AS n FROM parked_message") == 0)
        for worker in workers { await worker.stop() }
    }

    @Test("events in any order and twice leave one agent and no lost capacity")
    func anyOrder() async throws {
        let office = try await Office.make(clock: nil)
        let wire = try await Wire.make()
        for number in 0..<4 { try await office.addAgent("agent\(number)", capacity: 30) }
        try await office.forbidOverbooking()
        try await office.addTickets(1...60)
        for number in 41...60 { try await office.setStatus(number, "resolved") }
        var workers: [WorkerProcess] = []
        for _ in 1...3 { workers.append(try await wire.worker()) }

        for _ in 1...2 {
            try await wire.say((1...60).shuffled().map { TicketReopenedV1.sample($0) })
            try await wire.say((1...60).shuffled().map { TicketResolvedV1.sample($0) })
            try await wire.say((1...60).shuffled().map { TicketClassifiedV1.sample($0) })
            try await wire.say([AgentAwayV1(agentID: "agent0", returnTickets: true)])
        }
        try await wire.say([AgentBackV1(agentID: "agent0")])

        try await eventually("every message to be handled") {
            try await office.number("SELECT count(*) AS n FROM inbox") == 363
        }
        try await eventually("nobody to wait") { try await office.waiting().isEmpty }
        for worker in workers { await worker.stop() }
        let current = "SELECT count(*) AS n FROM assignment WHERE ended_at IS NULL"
        #expect(try await office.number(current) == 40)
        #expect(try await office.number("SELECT sum(load) AS n FROM agent_load") == 40)
        #expect(try await office.number("SELECT count(*) AS n FROM parked_message") == 0)
    }
}

/// Workers and a publisher on the test's own virtual host.
struct Wire: Sendable {
    let topology: TopologyLink
    let publisher: PublisherLink

    static func make() async throws -> Wire {
        let address = try BrokerAddress(TestBroker.url, connectionName: "test")
        let topology = TopologyLink(address)
        try await topology.apply(.standard)
        let publisher = PublisherLink(address)
        await publisher.start()
        return Wire(topology: topology, publisher: publisher)
    }

    /// A dispatcher with small batches, so that all replicas get some; its log is dropped.
    func worker() async throws -> WorkerProcess {
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": TestBroker.url,
            "AFTERSAIL_HTTP": "off", "AFTERSAIL_BATCH_LIMIT": "10", "AFTERSAIL_PREFETCH": "20",
        ])
        let settings = PlatformSettings(&reader)
        let own = DispatcherSettings(&reader)
        try reader.finish()
        let process = try WorkerProcess(
            Identity(worker: "dispatcher"),
            settings: settings,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { Dispatcher.build($0, own) }
        try await process.start()
        return process
    }

    /// Publishes messages to everybody who listens.
    func say(_ messages: [some Message]) async throws {
        let outgoing = try messages.map { message in
            var properties = Properties()
            properties.messageID = UUID.version7(at: Date()).uuidString.lowercased()  // lint:clock
            properties.type = type(of: message).name
            properties.persistent = true
            return OutgoingMessage(
                exchange: Topology.eventExchange,
                routingKey: "normal.\(type(of: message).name)",
                properties: properties,
                body: try WireJSON.encode(message)
            )
        }
        let outcomes = await publisher.publish(outgoing)
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    /// Messages ready in a queue.
    func ready(_ queue: String) async throws -> Int {
        try await topology.inspect(queue: queue)?.ready ?? 0
    }
}

extension Office {
    /// The database itself refuses a load above capacity.
    fileprivate func forbidOverbooking() async throws {
        try await admin.script(
            """
            CREATE FUNCTION public.refuse_overbooking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF NEW.load > (SELECT a.capacity FROM aftersail.agent a WHERE a.id = NEW.agent_id) THEN
                    RAISE EXCEPTION 'agent % has more than the capacity', NEW.agent_id;
                END IF;
                RETURN NEW;
            END
            $$;
            CREATE TRIGGER overbooking BEFORE INSERT OR UPDATE ON aftersail.agent_load
                FOR EACH ROW EXECUTE FUNCTION public.refuse_overbooking();
            """
        )
    }

    /// Resolves 50 of the assigned tickets.
    fileprivate func resolveFifty() async throws -> [UUID] {
        let rows = try await admin.rows(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle)
            SELECT ticket_id, 'resolved', 1, 1
            FROM assignment
            WHERE ended_at IS NULL
            ORDER BY ticket_id
            LIMIT 50
            RETURNING ticket_id
            """
        )
        return try rows.map { try $0("ticket_id") }
    }
}
