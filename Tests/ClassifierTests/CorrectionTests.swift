import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import Tickets
import WorkerKit

@testable import Classifier

@Suite("Corrections heard by the classifier", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct CorrectionTests {
    @Test("a person's category stands and the ticket is announced again")
    func stands() async throws {
        let rig = try await Rig.make()
        let tickets = SortedTicket(database: rig.database)
        try await tickets.open(1, "the invoice is wrong")
        try await tickets.sort(1, as: "technical_fault")
        try await tickets.correct(1, from: "technical_fault", to: "billing", minute: 1, id: 51)
        let worker = try await Self.start(rig)

        try await rig.say([Self.correction(1, 51), Self.correction(1, 51)])
        try await eventually("the announcement") { try await rig.ready("dispatcher.normal") == 1 }
        try await rig.say([Self.correction(1, 51)])
        try await eventually("three settled") { try await rig.number("SELECT count(*) AS n FROM inbox") == 3 }

        await worker.stop()
        let said = try await rig.take(from: "dispatcher.normal")
        #expect(said.count == 1)
        let message = try WireJSON.decode(TicketClassifiedV1.self, from: try #require(said.first).body)
        #expect(message.category == "billing" && message.confidence == 1)
        let standing = """
            SELECT count(*) AS n FROM triage t JOIN triage_correction c USING (ticket_id)
            WHERE t.category = 'billing' AND t.decided_by = 'person' AND NOT t.abstained AND t.corrected_at = c.corrected_at
            """
        #expect(try await rig.number(standing) == 1)
    }

    @Test("an older correction that arrives last changes nothing")
    func late() async throws {
        let rig = try await Rig.make()
        let tickets = SortedTicket(database: rig.database)
        try await tickets.open(1, "the invoice is wrong")
        try await tickets.sort(1, as: nil)
        try await tickets.correct(1, from: nil, to: "policy", minute: 1, id: 51)
        try await tickets.correct(1, from: "policy", to: "billing", minute: 2, id: 52)
        let worker = try await Self.start(rig)
        try await rig.say([Self.correction(1, 52)])
        try await eventually("the newer one") { try await rig.ready("dispatcher.normal") == 1 }

        try await rig.database.execute("DELETE FROM triage_correction WHERE category = 'billing'")
        try await rig.say([Self.correction(1, 51)])

        try await eventually("both settled") { try await rig.number("SELECT count(*) AS n FROM inbox") == 2 }
        await worker.stop()
        #expect(try await rig.number("SELECT count(*) AS n FROM triage WHERE category = 'billing'") == 1)
        #expect(try await rig.ready("dispatcher.normal") == 1)
    }

    @Test("a confirmation is noted and announces nothing")
    func confirmed() async throws {
        let rig = try await Rig.make()
        let tickets = SortedTicket(database: rig.database)
        try await tickets.open(1, "the invoice is wrong")
        try await tickets.sort(1, as: "billing")
        try await tickets.correct(1, from: "billing", to: "billing", minute: 1, id: 51)
        let worker = try await Self.start(rig)

        try await rig.say([Self.correction(1, 51)])

        try await eventually("the note") {
            try await rig.number("SELECT count(*) AS n FROM triage WHERE decided_by = 'person'") == 1
        }
        await worker.stop()
        #expect(try await rig.ready("dispatcher.normal") == 0)
    }

    private static func start(_ rig: Rig) async throws -> WorkerProcess {
        try await rig.worker("classifier") { platform, reader in
            Classifier.build(platform, ClassifierSettings(&reader))
        }
    }

    private static func correction(_ number: Int, _ id: Int) -> TicketCorrectedV1 {
        TicketCorrectedV1(ticketID: .numbered(number), correctionID: .numbered(id), category: "other")
    }
}
