import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Scratch", .freshDatabase)
struct ScratchTests {
    @Test("scratch")
    func scratch() async throws {
        let office = try await Office.make(clock: nil)
        for n in 0..<60 { try await office.addAgent("agent\(n)", capacity: 100) }
        try await office.addTickets(1...20_000)
        try await office.admin.script("INSERT INTO customer (id) SELECT gen_random_uuid() FROM generate_series(1, 4000); UPDATE ticket t SET customer_id = c.id FROM (SELECT id, row_number() OVER () AS n FROM customer) c WHERE c.n = substr(t.number, 2)::int / 5; ALTER TABLE agent_load DISABLE TRIGGER ALL")
        let clock = ContinuousClock()
        print("SCRATCH ready")
        for batch in 0..<14 {
            let range = (batch * 500 + 1)...(batch * 500 + 500)
            let took = try await clock.measure {
                let messages = range.map { Received(body: TicketClassifiedV1.sample($0), envelope: .sample()) }
                _ = try await office.run(messages)
            }
            print("SCRATCH batch \(batch): \(took)")
        }
        print("SCRATCH waiting \(try await office.waiting().count)")
        try await office.admin.execute("INSERT INTO ticket_state SELECT ticket_id, 'resolved', NULL, 1, 1 FROM assignment LIMIT 500")
        let rows = try await office.admin.rows("SELECT ticket_id FROM ticket_state")
        let ids = try rows.map { try $0("ticket_id") as UUID }
        let took = try await clock.measure {
            let messages = ids.map { Received(body: TicketResolvedV1(ticketID: $0, version: 1, cycle: 1), envelope: .sample()) }
            _ = try await office.worker.transaction { tx in
                let turn = Turn(transaction: tx, now: try await tx.instant())
                return try await ReleaseEnded<TicketResolvedV1>(release: office.release).decide(messages, in: turn)
            }
        }
        print("SCRATCH resolve 500: \(took)")
        for _ in 0..<3 { let took = try await clock.measure { _ = try await office.drain() }
        print("SCRATCH drain: \(took)") }
        print("SCRATCH waiting \(try await office.waiting().count)")
    }
}
extension Office {
    func run(_ batch: [Received<TicketClassifiedV1>]) async throws -> [Verdict] {
        try await worker.transaction { tx in
            let clock = ContinuousClock()
            let t0 = clock.now
            let turn = Turn(transaction: tx, now: try await tx.instant())
            let s = try await dispatching.situation(of: batch.map(\.body.ticketID), in: turn)
            let t1 = clock.now
            let wishes = batch.map { Wish(ticket: $0.body.ticketID) }
            let plan = DispatchPlan(wishes, tickets: s.tickets, roster: s.roster, rules: s.rules)
            let t2 = clock.now
            try await dispatching.assign(wishes, given: s, in: turn)
            let t3 = clock.now
            let effects = turn.takeEffects()
            turn.enqueueLedger(effects.ledger)
            _ = try await tx.rows("SELECT 1 AS one")
            print("SCRATCH facts \(t1 - t0) plan \(t2 - t1) (\(plan.placed.count)) assign \(t3 - t2) flush \(clock.now - t3)")
            return []
        }
    }
}
