import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("A mail that can never leave", .freshDatabase, .timeLimit(.minutes(2)))
struct AcknowledgementTests {
    @Test(
        "nobody is warned of an acknowledgement that cannot be sent",
        arguments: [
            (mail: "suppressed", said: [String](), state: "cancelled"),
            (mail: "queued", said: ["sla.warned.v1", "sla.breached.v1"], state: "breached"),
        ]
    )
    func unsendable(mail: String, said: [String], state: String) async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.follow()
        try await scene.stage.execute(
            """
            INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, language, subject,
                body, state)
            SELECT $1, $1, 'acknowledgement:' || $1::uuid::text, 'acknowledgement', 'customer', true, 'none', 'en', 's',
                'b', $2
            """,
            UUID.numbered(1),
            mail
        )
        var types: [String] = []

        for minutes in [5.01, 10.01] {
            try await scene.setClock(minutes: minutes)
            types += try await scene.sweep().map(\.headers.type)
        }

        #expect(types == said)
        #expect(try await scene.clock("acknowledgement")?.state == state)
        #expect(try await scene.clock("first_response")?.state == "running")
        try await scene.setClock(minutes: 40.01)
        try await scene.sweep()
        #expect(try await scene.told().contains("acknowledgement 1 breach-2") == (mail == "queued"))
    }
}
