import FoundationEssentials
import Harness
import Postgres
import Synchronization
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Looking for clocks counted by other targets", .freshDatabase, .timeLimit(.minutes(2)))
struct RecountTests {
    @Test(
        "running clocks are looked through every fifteen seconds at most",
        arguments: [(seconds: 1.0, version: "old"), (seconds: 14, version: "old"), (seconds: 15, version: "0")]
    )
    func paced(seconds: Double, version: String) async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        let sweep = RecountSweep(scene.follower)
        try await scene.turn { turn in _ = try await sweep.run(in: turn) }
        try await scene.stage.execute("UPDATE sla_clock SET policy_version = 'old'")

        try await scene.setClock(minutes: seconds / 60)
        try await scene.turn { turn in _ = try await sweep.run(in: turn) }

        let rows = try await scene.stage.rows("SELECT DISTINCT policy_version FROM sla_clock")
        #expect(try rows.map { row in try row("policy_version") as String } == [version])
    }

    @Test("clocks that are paused or overdue and unanswered get the new targets, ended ones keep theirs")
    func open() async throws {
        let scene = try await Scene.make()
        for number in 1...3 { try await scene.open(number) }
        for number in 1...3 { try await scene.follow(number) }
        try await scene.setClock(minutes: 10)
        try await scene.write("waiting", data: #"{"reason": "parts"}"#, ticket: 1)
        try await scene.write("replied", ticket: 3)
        try await scene.follow(1)
        try await scene.follow(3)
        try await scene.setClock(minutes: 250)
        try await scene.sweep()
        let before = try await Self.clocks(scene)

        try await scene.load(policy: Self.policy)
        try await scene.turn { turn in _ = try await RecountSweep(scene.follower).run(in: turn) }

        #expect(before == ["1 paused by 0", "2 breached by 0", "3 met by 0"])
        #expect(try await Self.clocks(scene) == ["1 paused by 1", "2 running by 1", "3 met by 0"])
    }

    @Test("portions follow each other through all tickets, past one that somebody else works on")
    func portions() async throws {
        let scene = try await Scene.make()
        for number in 1...5 { try await scene.open(number) }
        for number in 1...5 { try await scene.follow(number) }
        try await scene.load(policy: Self.policy)
        let sweep = RecountSweep(scene.follower, most: 2)
        let ordered = try await scene.stage.rows("SELECT ticket_id FROM sla_clock GROUP BY 1 ORDER BY 1")
        let held: UUID = try ordered[1]("ticket_id")

        let ends = try await scene.stage.transaction { transaction in
            _ = try await transaction.claim([held])
            return [
                try await Self.run(sweep, scene), try await Self.run(sweep, scene), try await Self.run(sweep, scene),
            ]
        }
        let left = try await Self.outdated(scene)
        try await scene.setClock(minutes: 1)
        _ = try await Self.run(sweep, scene)
        _ = try await Self.run(sweep, scene)

        #expect(ends == [.again, .again, .at(nil)])
        #expect(left == [held])
        #expect(try await Self.outdated(scene).isEmpty)
    }

    private static func run(_ sweep: RecountSweep, _ scene: Scene) async throws -> NextSweep? {
        let end = Mutex(NextSweep?.none)
        try await scene.turn { turn in
            let next = try await sweep.run(in: turn)
            end.withLock { $0 = next }
        }
        return end.withLock { $0 }
    }

    private static let policy = Scene.policy(
        #""firstResponse": {"minutes": 300, "measure": "wall"}, "resolution": {"minutes": 600, "measure": "wall"}"#
    )

    /// One clock of each ticket, with the policy that counted it: of the first its resolution, else the first response.
    private static func clocks(_ scene: Scene) async throws -> [String] {
        let rows = try await scene.stage.rows(
            """
            SELECT ticket_id, state || ' by ' || policy_version AS state
            FROM sla_clock WHERE metric = CASE WHEN ticket_id = $1 THEN 'resolution' ELSE 'first_response' END
            """,
            UUID.numbered(1)
        )
        return try rows.map { row in
            let id: UUID = try row("ticket_id")
            let number = (1...3).first { UUID.numbered($0) == id }
            return "\(number ?? 0) \(try row("state") as String)"
        }.sorted()
    }

    /// Tickets with a clock that was counted by the former policy.
    private static func outdated(_ scene: Scene) async throws -> [UUID] {
        try await scene.stage.rows(
            "SELECT DISTINCT ticket_id FROM sla_clock WHERE policy_version = '0' AND stopped_at IS NULL"
        ).map { row in try row("ticket_id") }
    }
}
