import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Synchronization
import Testing
import Tickets
import Topology

@testable import WorkerKit

@Suite("Outages", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct OutageTests {
    @Test("a worker that gave back consumes again only when a write commits")
    func full() async throws {
        let rig = try await Rig.make()
        let classify = Classify()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }
        try await Self.fillDisk(rig)

        try await rig.say([TicketOpenedV1.sample(1)])
        try await eventually("three writes tried in vain") { try await rig.number(Self.triedWrites) >= 3 }

        // Given back once and not taken again, although the database answers whoever only reads.
        #expect(worker.obstacles == ["consume link: suspended"])
        #expect(try await rig.ready("classifier.events") == 1)
        try await rig.database.script(
            "DROP TRIGGER full_disk ON aftersail.inbox; DROP TRIGGER full_disk ON aftersail.attempt"
        )
        try await eventually("its event") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
        #expect(classify.attempts == [1])
        #expect(try await rig.number("SELECT count(*) AS n FROM parked_message") == 0)
    }

    @Test(
        "what the schema does not have yet burns no attempt",
        arguments: [
            // The handler's table without a grant, then without the table itself.
            ("CREATE TABLE aftersail.extra ()", "GRANT SELECT ON aftersail.extra TO aftersail_classifier"),
            ("", "CREATE TABLE aftersail.extra (); GRANT SELECT ON aftersail.extra TO aftersail_classifier"),
        ]
    )
    func unready(present: String, mend: String) async throws {
        let rig = try await Rig.make()
        if !present.isEmpty { try await rig.database.script(present) }
        let reader = ReadsExtra()
        let worker = try await rig.worker("classifier", ["AFTERSAIL_MAX_ATTEMPTS": "1"]) { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: reader)
        }

        try await rig.say([TicketOpenedV1.sample(1)])
        try await eventually("a second turn", within: .seconds(10)) { reader.turns >= 2 }
        try await rig.database.script(mend)

        try await eventually("its event") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
        #expect(try await rig.number("SELECT count(*) AS n FROM parked_message") == 0)
    }

    private static let triedWrites = """
        SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS n FROM aftersail.tried_writes
        """

    /// Turns and probes fail as they do without space; a sequence counts the probes, because it rolls nothing back.
    private static func fillDisk(_ rig: Rig) async throws {
        try await rig.database.script(
            """
            CREATE SEQUENCE aftersail.tried_turns;
            CREATE SEQUENCE aftersail.tried_writes;
            GRANT USAGE ON aftersail.tried_turns, aftersail.tried_writes TO aftersail_classifier;
            CREATE FUNCTION aftersail.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM nextval(TG_ARGV[0]::regclass);
                RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100';
            END $$;
            CREATE TRIGGER full_disk BEFORE INSERT ON aftersail.inbox
                FOR EACH STATEMENT EXECUTE FUNCTION aftersail.refuse('aftersail.tried_turns');
            CREATE TRIGGER full_disk BEFORE INSERT ON aftersail.attempt
                FOR EACH STATEMENT EXECUTE FUNCTION aftersail.refuse('aftersail.tried_writes');
            """
        )
    }
}

/// Reads a table of a later schema before it classifies.
private final class ReadsExtra: Handler {
    private let count = Mutex(0)

    var turns: Int { count.withLock { $0 } }

    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        count.withLock { $0 += 1 }
        _ = try await turn.transaction.rows("SELECT count(*) AS n FROM aftersail.extra")
        for message in batch { try turn.emit(TicketClassifiedV1.of(message.body.ticketID), lane: .normal) }
        return batch.map { _ in .done }
    }
}
