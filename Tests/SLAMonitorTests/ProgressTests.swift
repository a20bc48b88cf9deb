import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Silence towards the customer", .freshDatabase, .timeLimit(.minutes(2)))
struct ProgressTests {
    @Test("a report that never leaves is asked for every period")
    func unsent() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.write("replied")
        try await scene.follow()
        var asked: [String] = []

        for minutes in [1_425.0, 1_425.01, 1_446, 2_865.01, 2_865.02, 2_890, 4_305.02, 4_305.03] {
            try await scene.setClock(minutes: minutes)
            asked += try Self.asked(try await scene.sweep()).map { "\(minutes): \($0)" }
        }

        #expect(asked == ["1425.01: 2 due 1425.0", "2865.02: 2 due 2865.01", "4305.03: 2 due 4305.02"])
        #expect(
            try await scene.told().filter { $0.hasPrefix("progress") } == [
                "progress 2 progress-0", "progress 2 progress-1", "progress 2 progress-2",
            ]
        )
    }

    @Test("a report that leaves after the second request ends the silence")
    func late() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.write("replied")
        try await scene.follow()
        for minutes in [1_425.01, 2_865.02] {
            try await scene.setClock(minutes: minutes)
            try await scene.sweep()
        }
        try await scene.write("progress_sent", by: "system:notifier")

        try await scene.setClock(minutes: 4_290.02)
        let inTime = try Self.asked(try await scene.sweep())
        try await scene.setClock(minutes: 4_290.04)
        let next = try Self.asked(try await scene.sweep())

        #expect(inTime.isEmpty)
        #expect(next == ["3 due 4290.02"])
    }

    @Test("a report that leaves in time, but not at once, keeps its ticket from the list of silent ones")
    func slow() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.write("replied")
        try await scene.follow()
        for minutes in [1_425.01, 1_430.02] {
            try await scene.setClock(minutes: minutes)
            try await scene.sweep()
        }
        try await scene.setClock(minutes: 1_432)
        try await scene.write("progress_sent", by: "system:notifier")

        for minutes in [1_435.03, 1_440.04] {
            try await scene.setClock(minutes: minutes)
            try await scene.sweep()
        }

        let listed = try await scene.database.rows("SELECT ticket FROM silent_ticket")
        #expect(listed.isEmpty)
    }

    @Test("silence that outlasts its target is listed with its reason, unless the customer is to act")
    func listed() async throws {
        let scene = try await Scene.make()
        for number in 1...4 { try await scene.open(number) }
        try await scene.open(5, machine: true)
        for number in 1...3 { try await scene.follow(number) }
        try await scene.stage.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, wait_reason, version, cycle)
            VALUES ($1, 'waiting', 'customer', 1, 1), ($2, 'waiting', 'parts', 1, 1)
            """,
            UUID.numbered(2),
            UUID.numbered(3)
        )

        try await scene.setClock(minutes: 1_439)
        let before = try await Self.silent(scene)
        try await scene.setClock(minutes: 1_441)

        #expect(before.isEmpty)
        #expect(
            try await Self.silent(scene) == [
                "1: no report has left", "3: no report has left", "4: its clocks were never made",
            ]
        )
    }

    private static func silent(_ scene: Scene) async throws -> [String] {
        let rows = try await scene.database.rows("SELECT ticket, why FROM silent_ticket")
        return try rows.map { row in
            let ticket: String = try row("ticket")
            let number = (1...5).first { ticket.lowercased().hasSuffix("\(UUID.numbered($0))".lowercased()) } ?? 0
            return "\(number): \(try row("why") as String)"
        }.sorted()
    }

    /// Cycle and due instant, in minutes after the scene's start, of every request.
    private static func asked(_ said: [OutboxRow]) throws -> [String] {
        try said.filter { $0.headers.type == SLAProgressDueV1.name }.map { row in
            let request = try WireJSON.decode(SLAProgressDueV1.self, from: row.body)
            let minutes = request.dueAt.timeIntervalSince(Scene.start) / 60
            return "\(request.cycle) due \((minutes * 100).rounded() / 100)"
        }
    }
}
