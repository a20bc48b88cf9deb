import Contracts
import Desk
import FoundationEssentials
import Harness
import Testing
import Tickets

@testable import Aftersail

@Suite("aftersail sla explain", .freshDatabase, .timeLimit(.minutes(2)))
struct SLAExplainTests {
    @Test("a pause over a weekend is told with what it gave back")
    func weekend() async throws {
        try await ClockStage.run { stage in
            try await stage.set("2026-11-27T09:00:00Z")
            try await stage.load(Self.setup)
            try await stage.open(1)
            try await stage.set("2026-11-27T13:00:00Z")
            try await stage.desk(1) { try await $0.wait($1, for: .parts) }
            try await stage.set("2026-11-30T09:00:00Z")
            try await stage.desk(1) { try await $0.resume($1) }
            try await stage.set("2026-11-30T09:30:00Z")
            try await stage.sweep()

            let run = await aftersail("sla", "explain", "AS-T1")

            let resolution = Self.section("resolution 1", of: run.output)
            #expect(
                resolution == [
                    "resolution 1: 8 h of business time",
                    "  started  Fri 2026-11-27 10:00, the customer's message arrived",
                    "    Fri 2026-11-27 10:00 to 14:00 counts 4 h, together 4 h",
                    "    Fri 2026-11-27 14:00 to Mon 2026-11-30 10:00 paused, waiting for spare parts; gives back 3 h",
                    "    Sat 2026-11-28 to Sun 2026-11-29 closed: no hours on Saturday and Sunday",
                    "    Mon 2026-11-30 10:00 to 14:00 counts 4 h, together 8 h",
                    "  due      Mon 2026-11-30 14:00",
                    "  so       running: 4 h 30 min used, 3 h 30 min left",
                    "  steps    warning at 50 % for Fri 2026-11-27 14:00: told Mon 2026-11-30 10:00",
                    "           warning at 90 % for Mon 2026-11-30 13:12: to come",
                    "           breach to agent for Mon 2026-11-30 14:00: to come",
                    "           breach to lead for Mon 2026-11-30 14:30: to come",
                ],
                "\(run.output)"
            )
            #expect(run.output.contains("Counted by policy version 1 and calendars version 1"))
            #expect(run.output.contains("policy 'standard', rule 2 'everything else': it takes every ticket"))
            #expect(run.output.contains("not 'critical': priority is 3, not 1"))
            #expect(!run.output.contains("\u{1B}") && !run.output.contains("note"))
        }
    }

    @Test("a night whose hour comes twice is counted in full")
    func night() async throws {
        try await ClockStage.run { stage in
            try await stage.set("2026-10-24T19:00:00Z")
            try await stage.load(Self.setup)
            try await stage.open(1, country: "PL")
            try await stage.set("2026-10-25T02:30:00Z")
            try await stage.sweep()

            let run = await aftersail("sla", "explain", "AS-T1")

            let first = Self.section("first_response 1", of: run.output)
            #expect(
                first.prefix(6) == [
                    "first_response 1: 6 h of business time",
                    "  started  Sat 2026-10-24 21:00, the customer's message arrived",
                    "    Sat 2026-10-24 22:00 +02:00 to Sun 2026-10-25 03:00 +01:00 counts 6 h, together 6 h",
                    "    Sun 2026-10-25 clocks go back from 03:00 to 02:00: that time comes twice",
                    "  due      Sun 2026-10-25 03:00",
                    "  so       breached: over by 30 min, and it still counts",
                ],
                "\(run.output)"
            )
            #expect(first.contains("           breach to agent for Sun 2026-10-25 03:00: told Sun 2026-10-25 03:30"))
            #expect(
                first.contains(
                    "  steps    warning at 50 % for Sun 2026-10-25 01:00: passed over: a later step was told"
                )
            )
        }
    }

    @Test("each clock is explained by its own versions, and others are mentioned")
    func changed() async throws {
        try await ClockStage.run { stage in
            try await stage.set("2026-11-23T08:00:00Z")
            try await stage.load(Self.setup)
            try await stage.open(1)
            try await stage.set("2026-11-23T13:00:00Z")
            try await stage.desk(1) { try await $0.reply($1, "We look into it.") }
            try await stage.load(["policy.yaml": ClockSetup.policy(2, first: 120, resolution: 900)])
            try await stage.follow(1)

            let run = await aftersail("sla", "explain", "AS-T1")

            let (old, new) = Self.halves(run.output, at: "Counted by policy version 2 and calendars version 1")
            #expect(old.contains("first_response 1: 6 h of business time"))
            #expect(old.contains("  so       met: a person wrote to the customer Mon 2026-11-23 14:00, with 1 h left"))
            #expect(
                old.contains(
                    "  note     policy version 2 and calendars version 1, in force now, would give Mon 2026-11-23 11:00"
                ),
                "\(run.output)"
            )
            #expect(new.contains("resolution 1: 15 h of business time") && !new.contains("first_response"))
            #expect(new.contains("for Mon 2026-11-23 16:30: to come, told Mon 2026-11-23 14:00 for a former deadline"))
        }
    }

    @Test("a reopened ticket goes on with what was left")
    func reopened() async throws {
        try await ClockStage.run { stage in
            try await stage.set("2026-11-23T08:00:00Z")
            try await stage.load(Self.setup)
            try await stage.open(1)
            try await stage.set("2026-11-23T10:00:00Z")
            try await stage.desk(1) { try await $0.resolve($1, "Restarted.") }
            try await stage.set("2026-11-24T09:00:00Z")
            try await stage.desk(1) { try await $0.reopen($1) }

            let run = await aftersail("sla", "explain", "AS-T1")

            let resolution = Self.section("resolution 1", of: run.output)
            #expect(
                resolution.contains(
                    "    Mon 2026-11-23 11:00 to Tue 2026-11-24 10:00 paused, resolved; gives back 7 h 30 min"
                )
            )
            #expect(resolution.contains("  so       running: 2 h used, 6 h left"), "\(run.output)")
            #expect(Self.section("progress 2", of: run.output).contains { $0.contains("work began again") })
        }
    }

    @Test("JSON holds the same, in the same bytes each time")
    func json() async throws {
        try await ClockStage.run { stage in
            try await stage.set("2026-11-27T09:00:00Z")
            try await stage.load(Self.setup)
            try await stage.open(1)
            try await stage.open(2, machine: true)
            try await stage.set("2026-11-27T13:00:00Z")
            try await stage.desk(1) { try await $0.wait($1, for: .customer) }
            try await stage.set("2026-11-27T13:30:00Z")
            try await stage.write(1, "customer_message", by: "customer")

            let runs = [
                await aftersail("sla", "explain", "as-t1", "--json"),
                await aftersail("sla", "explain", "AS-T1", "--json"),
            ]
            let machine = await aftersail("sla", "explain", "AS-T2")
            let unknown = await aftersail("sla", "explain", "AS-NONE")

            #expect(runs[0].code == 0 && runs[0].output == runs[1].output, "\(runs[0].complaints)")
            let clock = runs[0].json["clocks"].list.first { $0["clock.metric"].string == "resolution" } ?? .null
            #expect(clock["agreement"].string == "unread" && clock["stored.state"].string == "paused")
            #expect(clock["clock.state"].string == "running" && clock["clock.entries"].list.count == 5)
            #expect(clock["clock.due.local"].string == "2026-11-30T11:30:00+01:00")
            #expect(machine.output.contains("written by a machine: no clock runs"))
            #expect(unknown.code == 65)
        }
    }

    private static let setup = [
        "policy.yaml": ClockSetup.policy(1, first: 360, resolution: 480), "calendars.yaml": ClockSetup.calendars(),
    ]

    /// The lines of one clock.
    private static func section(_ title: String, of text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array(lines.drop { !$0.hasPrefix(title) }.prefix { !$0.isEmpty })
    }

    private static func halves(_ text: String, at line: String) -> (String, String) {
        let parts = text.split(separator: line, maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.dropFirst().first ?? "")
    }
}
