import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Assigning tickets", .freshDatabase, .timeLimit(.minutes(2)))
struct AssignTests {
    @Test("a classified ticket gets an agent, a record and a message")
    func assigned() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...1)

        let heard = try await office.classify(1)

        #expect(heard.verdicts == [.done])
        #expect(heard.said == ["ticket.assigned.v1"])
        #expect(heard.ledger == ["assigned"])
        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.load("ann") == 1)
        let explained = "SELECT (decision #>> '{ranked,0,factors,skill}')::bigint AS n FROM assignment"
        #expect(try await office.number(explained) == 666)
    }

    @Test("a second delivery of a classification is harmless")
    func twice() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addAgent("bob")
        try await office.addTickets(1...1)
        try await office.classify(1)

        let heard = try await office.classify(1, 1)

        #expect(heard.verdicts == [.done, .done])
        #expect(heard.said.isEmpty && heard.ledger.isEmpty)
        #expect(try await office.number("SELECT count(*) AS n FROM assignment") == 1)
        #expect(try await office.number("SELECT sum(load) AS n FROM agent_load") == 1)
    }

    @Test("a classification that cannot be seen yet is retried, then parked")
    func early() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...1, isClassified: false)
        let handler = AssignClassified(dispatching: office.dispatching)

        let first = try await office.hear(.sample(1), .sample(9), with: handler)
        let last = try await office.hear(.sample(1), with: handler, attempt: 10)

        #expect(first.verdicts == [.retry(after: .seconds(1)), .retry(after: .seconds(1))])
        guard case .park = last.verdicts[0] else { return #expect(Bool(false), "not parked: \(last.verdicts)") }
    }

    @Test("a ticket that is over gets nobody")
    func late() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...1)
        try await office.setStatus(1, "resolved")

        let heard = try await office.classify(1)

        #expect(heard.verdicts == [.done])
        #expect(try await office.agent(of: 1) == nil)
        #expect(try await office.waiting().isEmpty)
    }

    @Test("capacity is granted whole or refused, never exceeded", arguments: [false, true])
    func refused(carefully: Bool) async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", capacity: 2)
        try await office.addTickets(1...3)
        let placements = (1...3).map { MadeAssignment(id: .numbered(100 + $0), placement: .sample($0, "ann")) }

        let outcome = try await office.worker.transaction { transaction in
            transaction.enqueueMissingLoads()
            return try await transaction.place(placements, carefully: carefully, at: Office.monday)
        }

        #expect(outcome == PlaceOutcome())
        #expect(try await office.load("ann") == 0)
    }

    @Test("a ticket assigned meanwhile keeps its agent and gives capacity back")
    func taken() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addAgent("bob")
        try await office.addTickets(1...1)
        try await office.classify(1)
        let before = try await office.agent(of: 1)
        let other = before == "ann" ? "bob" : "ann"

        let outcome = try await office.worker.transaction { transaction in
            let wanted = [MadeAssignment(id: .numbered(100), placement: .sample(1, other, weight: 3))]
            let outcome = try await transaction.place(wanted, carefully: true, at: Office.monday)
            transaction.enqueueGiveBack(wanted.map(\.placement))
            return outcome
        }

        #expect(outcome == PlaceOutcome(granted: [other], made: []))
        #expect(try await office.agent(of: 1) == before)
        #expect(try await office.load(other) == 0)
    }

    @Test("a customer's next ticket goes to whoever helped before")
    func continuity() async throws {
        let office = try await Office.make()
        for agent in ["ann", "bob", "cid"] { try await office.addAgent(agent) }
        try await office.addTickets(1...2)
        try await office.hear(
            .sample(1, to: "cid"),
            with: HandOver(dispatching: office.dispatching, release: office.release)
        )

        try await office.classify(2)

        #expect(try await office.agent(of: 2) == "cid")
    }
}

extension Placement {
    static func sample(_ number: Int, _ agent: String, weight: Int = 1) -> Placement {
        let facts = TicketFacts(id: .numbered(number), dueAt: Office.monday)
        return Placement(
            wish: Wish(ticket: facts.id),
            facts: facts,
            agent: agent,
            team: "technical",
            isForced: false,
            weight: weight,
            explanation: Explanation(
                calendarsVersion: 0,
                decidedAt: Office.monday,
                need: .init(
                    category: nil,
                    country: nil,
                    dueAt: nil,
                    excludedAgents: [],
                    language: nil,
                    previousAgent: nil,
                    priority: .p3,
                    team: nil,
                    weight: weight
                ),
                policyVersion: 0,
                way: .routed,
                winner: agent
            )
        )
    }
}
