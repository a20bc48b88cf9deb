import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Seals of the ledger", .freshDatabase, .timeLimit(.minutes(2)))
struct SealTests {
    /// What somebody with rights on the table may do to a line.
    enum Change: String, CaseIterable, Sendable {
        case changed = "UPDATE ticket_event SET actor = 'agent:b' WHERE id = $1"
        case removed = "DELETE FROM ticket_event WHERE id = $1"
        case added = """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, xact)
            SELECT overlay(id::text PLACING CASE right(id::text, 1) WHEN 'f' THEN 'e' ELSE 'f' END FROM 36)::uuid,
                ticket_id, at, kind, actor, xact
            FROM ticket_event WHERE id = $1
            """
    }

    @Test("a seal stands for sixty-four lines at most, and every line stands under one")
    func blocks() async throws {
        let scene = try await Scene.make()
        try await scene.stage.seedTickets(1...100, openedAt: Scene.start, clockStart: Scene.start)
        try await Self.seal(scene)
        try await scene.stage.seedTickets(101...130, openedAt: Scene.start, clockStart: Scene.start)
        try await Self.seal(scene)

        let seals = try await scene.stage.rows("SELECT position, lines FROM ticket_event_seal ORDER BY position")

        #expect(try seals.map { row in try row("lines") as Int } == [64, 36, 30])
        #expect(try seals.map { row in try row("position") as Int } == [63, 99, 129])
        #expect(try await Self.broken(scene) == nil)
    }

    @Test("a line that was changed, removed or put in breaks the seal over it", arguments: Change.allCases)
    func broken(_ change: Change) async throws {
        let scene = try await Scene.make()
        try await scene.stage.seedTickets(1...150, openedAt: Scene.start, clockStart: Scene.start)
        try await Self.seal(scene)
        let victim: UUID = try await scene.stage.rows("SELECT id FROM ticket_event ORDER BY xact, id OFFSET 80 LIMIT 1")
            .map { row in try row("id") as UUID }[0]

        try await scene.stage.execute(change.rawValue, victim)

        #expect(try await Self.broken(scene) == 64)
    }

    @Test("lines that were sealed one by one before stay under their seals, and the chain goes on from them")
    func former() async throws {
        let scene = try await Scene.make()
        try await scene.stage.seedTickets(1...3, openedAt: Scene.start, clockStart: Scene.start)
        try await scene.stage.script(
            """
            DO $$
            DECLARE
                event aftersail.ticket_event;
                last bytea := '';
                place bigint := 0;
            BEGIN
                FOR event IN SELECT * FROM ticket_event ORDER BY xact, id LOOP
                    last := event_digest(event, last);
                    INSERT INTO ticket_event_seal VALUES (place, event.id, event.xact, last);
                    place := place + 1;
                END LOOP;
            END
            $$
            """
        )
        try await scene.stage.seedTickets(4...5, openedAt: Scene.start, clockStart: Scene.start)
        try await Self.seal(scene)

        let seals = try await scene.stage.rows("SELECT position FROM ticket_event_seal ORDER BY position")
        #expect(try seals.map { row in try row("position") as Int } == [0, 1, 2, 4])
        #expect(try await Self.broken(scene) == nil)
        try await scene.stage.execute(
            "UPDATE ticket_event SET kind = 'closed' WHERE id = (SELECT event_id FROM ticket_event_seal WHERE position = 1)"
        )
        #expect(try await Self.broken(scene) == 1)
    }

    private static func seal(_ scene: Scene) async throws {
        try await scene.turn { turn in _ = try await SealSweep().run(in: turn) }
    }

    private static func broken(_ scene: Scene) async throws -> Int? {
        let row = try #require(try await scene.stage.rows("SELECT first_broken_seal() AS broken").first)
        return try row("broken")
    }
}
