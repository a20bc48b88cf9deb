import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Handing over to another team", .freshDatabase, .timeLimit(.minutes(2)))
struct TeamTests {
    private func office() async throws -> Office {
        let office = try await Office.make()
        try await office.admin.execute("INSERT INTO team (id, name) VALUES ('quality', 'Quality')")
        try await office.addAgent("ann")
        try await office.addAgent("bob", skills: #"{"technical_fault": 3}"#)
        try await office.addTickets(1...1)
        try await office.classify(1)
        return office
    }

    /// The desk writes the team, then asks.
    private func handOver(_ office: Office, to team: String, agent: String? = nil, told: Int = 1) async throws
        -> Office.Heard
    {
        try await office.setStatus(1, "open")
        try await office.admin.execute("UPDATE ticket_state SET team_id = $1", team)
        let request = TicketReassignRequestedV1(
            ticketID: .numbered(1),
            agentID: agent,
            teamID: team,
            actor: "agent:lead"
        )
        return try await office.hear(
            request,
            with: HandOver(dispatching: office.dispatching, release: office.release),
            told: told
        )
    }

    @Test("only the new team may have it, until it is handed over again")
    func hard() async throws {
        let office = try await office()
        let heard = try await handOver(office, to: "quality")
        #expect(heard.ledger == ["returned"])
        #expect(try await office.waiting() == [1])
        #expect(
            try await office.number(
                "SELECT (explanation #>> '{rejections,wrong_team}')::bigint AS n FROM waiting_ticket"
            ) == 2
        )
        let returned =
            "SELECT count(*) AS n FROM ticket_event WHERE data @> '{\"reason\": \"handed_over\", \"by\": \"agent:lead\"}'"
        #expect(try await office.number(returned) == 1)

        try await office.addAgent("cid", team: "quality")
        try await office.setClock(Office.monday.addingTimeInterval(600))
        _ = try await office.drain()
        #expect(try await office.agent(of: 1) == "cid")
        try await office.setStatus(1, "resolved")
        try await office.hear(.sample(1), with: ReleaseEnded<TicketResolvedV1>(release: office.release))
        try await office.setStatus(1, "open")
        try await office.hear(.sample(1), with: ResumeReopened(dispatching: office.dispatching))
        #expect(try await office.agent(of: 1) == "cid")

        #expect(try await handOver(office, to: "technical", told: 2).ledger == ["returned", "assigned"])
        #expect(try await office.agent(of: 1) == "bob")
    }

    @Test("the agent named gets it, and what was wished before is forgotten")
    func named() async throws {
        let office = try await office()
        try await office.addAgent("cid", team: "quality", capacity: 0)
        try await office.admin.execute("UPDATE agent_load SET away = true WHERE agent_id <> 'cid'")
        try await office.hear(
            .sample(1, to: "ann"),
            with: HandOver(dispatching: office.dispatching, release: office.release)
        )
        #expect(try await office.waiting() == [1])

        #expect(try await handOver(office, to: "quality", agent: "cid", told: 2).ledger == ["assigned"])

        #expect(try await office.agent(of: 1) == "cid")
        #expect(
            try await office.number("SELECT count(*) AS n FROM ticket_event WHERE data @> '{\"override\": true}'") == 1
        )
    }
}
