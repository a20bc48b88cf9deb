import Contracts
import Desk
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Aftersail

@Suite("aftersail sla dry-run", .freshDatabase, .timeLimit(.minutes(4)))
struct SLADryRunTests {
    @Test("the record gives every stored clock exactly, and a changed row is found")
    func reproduced() async throws {
        try await ClockStage.run { stage in
            try await VariedHistory(stage).play()

            let run = await aftersail("sla", "dry-run", "--since", "2026-11-01", "--check", "--json")
            let stored = try await stage.database.rows("SELECT count(*) AS n FROM sla_clock").first
            let count: Int? = try stored.map { row in try row("n") }
            let varied = try await values("SELECT DISTINCT state FROM sla_clock").count
            let versions = try await values("SELECT DISTINCT policy_version, calendar_version FROM sla_clock").count

            #expect(run.code == 0, "\(run.output.prefix(4_000)) \(run.complaints)")
            #expect(run.json["stored_clocks"].whole == count && (count ?? 0) > 200)
            #expect(run.json["reproduced.differing"].whole == 0 && run.json["changes"].list.isEmpty)
            #expect((run.json["reproduced.exact"].whole ?? 0) > (count ?? 0) * 8 / 10)
            #expect((run.json["reproduced.dropped"].whole ?? 0) > 0 && (run.json["reproduced.unread"].whole ?? 0) > 0)
            #expect(varied == 5 && versions >= 3)

            try await stage.database.execute(
                """
                UPDATE sla_clock SET due_at = due_at + interval '1 second'
                WHERE (ticket_id, metric, cycle) = (
                    SELECT ticket_id, metric, cycle FROM sla_clock WHERE state = 'met' AND metric = 'first_response'
                    ORDER BY ticket_id LIMIT 1)
                """
            )
            let found = await aftersail("sla", "dry-run", "--since", "2026-11-01", "--check")
            try await stage.database.execute(
                "DELETE FROM sla_clock WHERE metric = 'progress' AND cycle = 1"
            )
            let missing = await aftersail("sla", "dry-run", "--since", "2026-11-01", "--json")

            #expect(found.code == 1 && found.output.contains(", 1 differing"), "\(found.output)")
            #expect((missing.json["reproduced.differing"].whole ?? 0) > 1 && missing.code == 0)
        }
    }

    @Test("another policy tells what would have breached, been met, moved, started and gone")
    func changed() async throws {
        try await ClockStage.run { stage in
            try await Self.history(stage)
            let folder = try Place.folder([
                "same.yaml": ClockSetup.policy(1, first: 360, resolution: 480),
                "other.yaml": ClockSetup.policy(2, first: 240, next: nil, resolution: 960),
                "bad.yaml": ClockSetup.policy(0, first: 240, resolution: 960),
                "holiday.yaml": ClockSetup.calendars(holidays: #""2026-11-24""#),
            ])
            defer { Place.remove(folder) }
            func run(_ arguments: String...) async -> CommandRun {
                await aftersail(
                    "sla",
                    "dry-run",
                    arguments[0],
                    folder + "/" + arguments[1],
                    "--since",
                    "2026-11-01",
                    "--json"
                )
            }

            let same = await run("--policy", "same.yaml")
            let other = await run("--policy", "other.yaml")
            let holiday = await run("--calendars", "holiday.yaml")
            let bad = await run("--policy", "bad.yaml")
            let kind = await run("--policy", "holiday.yaml")

            #expect(same.json["changes"].list.isEmpty && same.json["tried.policy"] == .null, "\(same.output)")
            #expect(
                Self.changes(other) == [
                    "AS-T1 first_response breached met→breached", "AS-T1 next_response gone cancelled→",
                    "AS-T1 resolution moved met→met", "AS-T2 first_response moved breached→breached",
                    "AS-T2 resolution met breached→running",
                ],
                "\(other.output)"
            )
            #expect(
                Self.changes(holiday) == [
                    "AS-T1 next_response moved cancelled→cancelled", "AS-T2 first_response met breached→running",
                    "AS-T2 resolution met breached→running",
                ],
                "\(holiday.output)"
            )
            #expect(bad.code == 65 && bad.complaints.contains("policy version 0"))
            #expect(kind.code == 65 && kind.complaints.contains("is of kind 'calendars'"))
        }
    }

    @Test("what a dry run foretells is what the policy makes of new tickets")
    func foretold() async throws {
        let folder = try Place.folder(["p.yaml": ClockSetup.policy(2, first: 200, resolution: 700)])
        defer { Place.remove(folder) }
        var foretold: [String] = []
        try await ClockStage.run { stage in
            try await Self.history(stage)
            let run = await aftersail(
                "sla",
                "dry-run",
                "--policy",
                folder + "/p.yaml",
                "--since",
                "2026-11-01",
                "--json"
            )
            foretold = run.json["metrics"].list.map { "\($0["metric"].shown) \($0["now"].text)" }

            for table in ["sla_notice", "timer", "sla_clock"] {
                try await stage.database.execute("DELETE FROM \(table)")
            }
            try await stage.load(["policy.yaml": ClockSetup.policy(2, first: 200, resolution: 700)])
            for number in 1...3 { try await stage.follow(number) }
            let after = await aftersail("sla", "dry-run", "--since", "2026-11-01", "--json", "--check")

            #expect(after.code == 0 && after.json["metrics"].list.count == 4)
            #expect(after.json["metrics"].list.map { "\($0["metric"].shown) \($0["then"].text)" } == foretold)
        }
    }

    @Test("only the period counts, the list is cut, and usage is checked")
    func period() async throws {
        try await ClockStage.run { stage in
            try await Self.history(stage)
            let folder = try Place.folder(["p.yaml": ClockSetup.policy(2, first: 30, resolution: 30)])
            defer { Place.remove(folder) }
            let file = folder + "/p.yaml"

            let short = await aftersail("sla", "dry-run", "--policy", file, "--since", "2026-11-01", "--limit", "2")
            let late = await aftersail("sla", "dry-run", "--since", "2026-11-24T08:00:00Z", "--json")
            let never = await aftersail("sla", "dry-run", "--since", "yesterday")

            #expect(short.output.contains("The first 2 of 4 changed clocks"), "\(short.output)")
            #expect(short.output.contains("3 tickets opened or active since 2026-11-01 00:00:00Z"))
            #expect(late.json["tickets"].whole == 1 && late.json["metrics"].list.count == 3, "\(late.output)")
            #expect(never.code == 64)
        }
    }

    /// Three tickets of Monday, 2026-11-23, looked at on Tuesday noon: one answered twice and solved, one left alone, one
    /// of priority 1 that was solved at once.
    private static func history(_ stage: ClockStage) async throws {
        try await stage.set("2026-11-23T08:00:00Z")
        try await stage.load([
            "policy.yaml": ClockSetup.policy(1, first: 360, resolution: 480), "calendars.yaml": ClockSetup.calendars(),
        ])
        try await stage.open(1)
        try await stage.open(3, priority: 1)
        try await stage.set("2026-11-23T08:10:00Z")
        try await stage.desk(3) { try await $0.resolve($1, "Done.") }
        try await stage.set("2026-11-23T13:00:00Z")
        try await stage.desk(1) { try await $0.reply($1, "We look into it.") }
        try await stage.set("2026-11-23T13:30:00Z")
        try await stage.write(1, "customer_message", by: "customer")
        try await stage.set("2026-11-23T14:00:00Z")
        try await stage.desk(1) { try await $0.resolve($1, "Solved.") }
        try await stage.set("2026-11-23T15:00:00Z")
        try await stage.open(2)
        try await stage.set("2026-11-25T10:00:00Z")
        for _ in 0..<3 { try await stage.sweep() }
    }

    private static func changes(_ run: CommandRun) -> [String] {
        run.json["changes"].list.map { change in
            let (then, now) = (change["then.state"].string ?? "", change["now.state"].string ?? "")
            return "\(change["ticket"].shown) \(change["metric"].shown) \(change["change"].shown) \(then)→\(now)"
        }.sorted()
    }
}
