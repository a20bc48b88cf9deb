import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Dispatch in the service network", .freshDatabase, .timeLimit(.minutes(2)))
struct NetworkTests {
    private static let policy = """
        {"version": 1, "weights": {"skill": 30, "load": 20}, "minimumSkill": 1, "allowsTranslation": true,
        "opensSoonMinutes": 0, "recorded": 5, "weightOf": {"categories": {"technical_fault": 3}},
        "hard": {"residency": {"regions": {"CN": "CN"}, "strict": ["CN"]},
        "certification": {"products": {"BOILER": "pressure"}}}}
        """

    @Test("a ticket takes its weight of capacity and gives it back when it ends")
    func weights() async throws {
        let office = try await Office.make()
        try await office.setPolicy(Self.policy)
        try await office.addAgent("ann", capacity: 5)
        try await office.addTickets(1...2)

        try await office.classify(1, 2)

        #expect(try await office.load("ann") == 3)
        #expect(try await office.waiting() == [2])
        #expect(try await office.number("SELECT weight::bigint AS n FROM assignment") == 3)
        try await office.setStatus(1, "resolved")
        try await office.hear(.sample(1), with: ReleaseEnded<TicketResolvedV1>(release: office.release))
        #expect(try await office.load("ann") == 0)
        _ = try await office.drain()
        #expect(try await office.agent(of: 2) == "ann")
    }

    @Test("residency, certificates and leave refuse agents by their rows")
    func refusals() async throws {
        let office = try await Office.make()
        try await office.setPolicy(Self.policy)
        try await office.addSite("hamburg", level: "flagship", region: "EU")
        try await office.addAgent("ann", site: "hamburg")
        try await office.addAgent(
            "bob",
            exceptions: #"[{"from": "2026-11-23", "to": "2026-11-23", "kind": "leave"}]"#
        )
        try await office.addTickets(1...1, country: "CN")
        try await office.admin.execute("UPDATE ticket SET product_model = 'Boiler 9'")

        try await office.classify(1)

        let rows = try await office.admin.rows("SELECT explanation -> 'rejected' AS r FROM waiting_ticket")
        let row = try #require(rows.first)
        let rejected: JSONText = try row("r")
        let parsed = try WireJSON.decode([Refused].self, from: Array(rejected.text.utf8))
        #expect(
            parsed == [
                Refused(agent: "ann", reasons: ["residency", "not_certified"]),
                Refused(agent: "bob", reasons: ["on_leave", "not_certified"]),
            ]
        )
    }

    @Test("a machine's next ticket goes to whoever worked on it, whoever the customer is")
    func machine() async throws {
        let office = try await Office.make()
        for agent in ["ann", "bob", "cid"] { try await office.addAgent(agent) }
        try await office.addTickets(1...2)
        let other = UUID.numbered(900)
        try await office.admin.execute("INSERT INTO customer (id) VALUES ($1)", other)
        try await office.admin.execute("UPDATE ticket SET product_serial = 'SN-1'")
        try await office.admin.execute("UPDATE ticket SET customer_id = $1 WHERE number = 'T2'", other)
        try await office.hear(
            .sample(1, to: "cid"),
            with: HandOver(dispatching: office.dispatching, release: office.release)
        )

        try await office.classify(2)

        #expect(try await office.agent(of: 2) == "cid")
    }

    private struct Refused: Codable, Equatable {
        let agent: String
        let reasons: [String]
    }
}
