import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("The life of an assignment", .freshDatabase, .timeLimit(.minutes(2)))
struct LifeTests {
    private func release(_ office: Office) -> ReleaseEnded<TicketResolvedV1> { ReleaseEnded(release: office.release) }

    @Test("a resolved ticket gives its capacity back once")
    func resolved() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...2)
        try await office.classify(1, 2)
        try await office.setStatus(1, "resolved")

        for told in 1...2 { try await office.hear(.sample(1), with: release(office), told: told) }

        #expect(try await office.agent(of: 1) == nil)
        #expect(try await office.load("ann") == 1)
        #expect(try await office.number("SELECT count(*) AS n FROM assignment WHERE end_reason = 'resolved'") == 1)
    }

    @Test("a resolution that comes after the reopening changes nothing")
    func overtaken() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...1)
        try await office.classify(1)
        try await office.setStatus(1, "open")

        try await office.hear(.sample(1), with: ResumeReopened(dispatching: office.dispatching))
        try await office.hear(.sample(1), with: release(office))

        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.load("ann") == 1)
    }

    @Test("a resolved ticket no longer waits")
    func unwanted() async throws {
        let office = try await Office.make()
        try await office.addTickets(1...1)
        try await office.classify(1)
        try await office.setStatus(1, "closed")

        try await office.hear(
            TicketClosedV1(ticketID: .numbered(1), version: 1, cycle: 1),
            with: ReleaseEnded<TicketClosedV1>(release: office.release)
        )

        #expect(try await office.waiting().isEmpty)
    }

    @Test("a reopened ticket returns to its agent, once")
    func reopened() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", skills: #"{"technical_fault": 1}"#)
        try await office.addTickets(1...1)
        try await office.classify(1)
        try await office.addAgent("bob", skills: #"{"technical_fault": 3}"#)
        try await office.setStatus(1, "resolved")
        try await office.hear(.sample(1), with: release(office))
        try await office.setStatus(1, "open")

        let handler = ResumeReopened(dispatching: office.dispatching)
        let first = try await office.hear(.sample(1), with: handler)
        let second = try await office.hear(.sample(1), with: handler)

        #expect(first.said == ["ticket.assigned.v1"])
        #expect(second.said.isEmpty)
        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.number("SELECT sum(load) AS n FROM agent_load") == 1)
    }

    @Test("an agent who leaves hands the open tickets to others")
    func away() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", capacity: 3)
        try await office.addTickets(1...3)
        try await office.classify(1, 2, 3)
        try await office.addAgent("bob", capacity: 2)

        let handler = TakeBackFromAway(dispatching: office.dispatching)
        let heard = try await office.hear(AgentAwayV1(agentID: "ann", returnTickets: true), with: handler)
        try await office.hear(AgentAwayV1(agentID: "ann", returnTickets: true), with: handler, told: 2)

        #expect(heard.said.filter { $0 == "ticket.returned.v1" }.count == 3)
        #expect(heard.said.filter { $0 == "ticket.assigned.v1" }.count == 2)
        #expect(try await office.load("ann") == 0)
        #expect(try await office.load("bob") == 2)
        #expect(try await office.waiting() == [3])
    }

    @Test("an agent who leaves without returning keeps tickets but gets none")
    func leaving() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...2)
        try await office.classify(1)

        try await office.hear(
            AgentAwayV1(agentID: "ann", returnTickets: false),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )
        try await office.classify(2)

        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.waiting() == [2])
    }

    @Test("an agent who is back gets what waits, however often it is said")
    func back() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...1)
        try await office.hear(
            AgentAwayV1(agentID: "ann", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )
        try await office.classify(1)
        #expect(try await office.drain() != .at(nil))
        #expect(try await office.waiting() == [1])

        for told in 2...3 {
            try await office.hear(AgentBackV1(agentID: "ann"), with: WelcomeBack(release: office.release), told: told)
        }
        let next = try await office.drain()

        #expect(next == .at(nil))
        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.load("ann") == 1)
    }

    @Test("the newest word about an agent counts, not the last heard")
    func words() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addTickets(1...1)
        try await office.classify(1)

        try await office.hear(AgentBackV1(agentID: "ann"), with: WelcomeBack(release: office.release), told: 2)
        try await office.hear(
            AgentAwayV1(agentID: "ann", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching),
            told: 1
        )

        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.number("SELECT count(*) AS n FROM agent_load WHERE away") == 0)
    }

    @Test("a person's choice holds even above capacity, and once")
    func named() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addAgent("bob", capacity: 0, skills: "{}")
        try await office.addTickets(1...1)
        try await office.classify(1)

        let handler = HandOver(dispatching: office.dispatching, release: office.release)
        let heard = try await office.hear(.sample(1, to: "bob"), with: handler)
        let again = try await office.hear(.sample(1, to: "bob"), with: handler)

        #expect(heard.ledger == ["returned", "assigned"])
        #expect(again.said.isEmpty)
        #expect(try await office.agent(of: 1) == "bob")
        #expect(try await office.load("ann") == 0)
        #expect(try await office.load("bob") == 1)
        let overrides =
            "SELECT count(*) AS n FROM ticket_event WHERE data @> '{\"override\": true, \"by\": \"agent:lead\"}'"
        #expect(try await office.number(overrides) == 1)
    }

    @Test("reassigning without a name finds somebody else")
    func another() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", skills: #"{"technical_fault": 3}"#)
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.addTickets(1...1)
        try await office.classify(1)

        try await office.hear(.sample(1), with: HandOver(dispatching: office.dispatching, release: office.release))

        #expect(try await office.agent(of: 1) == "bob")
        #expect(try await office.load("ann") == 0)
    }

    @Test("an absent agent is not given what was meant for them")
    func absent() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addAgent("bob")
        try await office.addTickets(1...1)
        try await office.hear(
            AgentAwayV1(agentID: "bob", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )

        try await office.hear(
            .sample(1, to: "bob"),
            with: HandOver(dispatching: office.dispatching, release: office.release)
        )

        #expect(try await office.agent(of: 1) == "ann")
    }

    @Test("an escalation is recorded once and finds the unclassified ticket an agent")
    func escalated() async throws {
        let office = try await Office.make()
        try await office.addAgent("zoe", team: "duty", skills: "{}")
        try await office.addTickets(1...1, isClassified: false)
        let handler = Escalate(dispatching: office.dispatching, release: office.release)

        let minor = try await office.hear(.sample(1, metric: "first_response"), with: handler)
        let first = try await office.hear(.sample(1), .sample(1), with: handler)
        let second = try await office.hear(.sample(1), with: handler, told: 2)

        #expect(minor.ledger.isEmpty)
        #expect(first.ledger == ["escalated", "assigned"])
        #expect(second.ledger.isEmpty)
        #expect(try await office.agent(of: 1) == "zoe")
    }
}
