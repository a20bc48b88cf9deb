import Broker
import Contracts
import Desk
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets
import Topology
import WorkerKit

@Suite("Corrections at the desk", .freshDatabase, .freshBroker)
struct DeskTriageTests {
    let ticket = TicketFixture.id

    @Test("a correction keeps what the machine said, and is recorded and told")
    func corrected() async throws {
        try await TicketFixture.store()
        let link = TopologyLink(try BrokerAddress(TestBroker.url, connectionName: "test"))
        try await link.apply(.standard)

        let place = try await atDesk { try await $0.correct(ticket, category: .billing, language: "zh-Hant") }

        #expect(place.version == 0)
        let facts = """
            SELECT concat_ws(' ', category_was, category, language_was, language, decided_by, confidence, rules_version,
                corrected_by) AS t FROM triage_correction
            """
        #expect(try await TicketFixture.texts(facts) == ["technical_fault billing zh zh-Hant 0.9 1 agent:li.wei"])
        #expect(
            try await TicketFixture.texts(
                "SELECT concat_ws(' ', kind, actor, data ->> 'from', data ->> 'to') AS t FROM ticket_event"
            ) == ["corrected agent:li.wei technical_fault billing"]
        )
        let delivery = try await link.get(queue: "classifier.events")
        await link.close()
        let told = try WireJSON.decode(TicketCorrectedV1.self, from: try #require(delivery).body)
        #expect(told.ticketID == ticket && told.category == "billing")
        #expect(delivery?.routingKey == "urgent.ticket.corrected.v1")
    }

    @Test("a second correction follows the first, before the classifier heard of either")
    func twice() async throws {
        try await TicketFixture.store()

        try await atDesk { try await $0.correct(ticket, category: .billing) }
        try await withOwner { database in
            try await database.execute(
                "UPDATE triage_correction SET corrected_at = aftersail.now() + interval '1 hour'"
            )
        }
        try await atDesk { try await $0.correct(ticket, category: .policy) }

        let steps = """
            SELECT concat_ws(' ', category_was, category, decided_by, confidence) AS t
            FROM triage_correction ORDER BY corrected_at
            """
        #expect(try await TicketFixture.texts(steps) == ["technical_fault billing 0.9", "billing policy person 1"])
    }

    @Test("what nobody sorted, and what is no language, cannot be corrected")
    func refused() async throws {
        try await TicketFixture.store(lane: nil)

        await #expect(throws: DeskError.unclassified) {
            try await atDesk { try await $0.correct(ticket, category: .billing) }
        }
        await #expect(throws: DeskError.badLanguage("english please")) {
            try await atDesk { try await $0.correct(ticket, category: .billing, language: "english please") }
        }
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM triage_correction") == 0)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_event") == 0)
    }
}
