import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail dispatch", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct DispatchExplainTests {
    @Test("explain tells winner, scores, who could not and who moved it why")
    func explain() async throws {
        _ = await aftersail("topology", "apply")
        try await DispatchStage.run { stage in
            try await stage.open(1)
            try await stage.set("2026-11-23T11:00:00Z")
            let moved = await aftersail(
                "ticket",
                "hand-over",
                "AS-T1",
                "--to",
                "quality",
                "--reason",
                "a whole batch is cracked",
                "--as",
                "agent:ann"
            )
            #expect(moved.code == 0, "\(moved.complaints)")
            try await stage.reassign(1, team: "quality", by: "agent:ann")
            try await stage.set("2026-11-23T12:00:00Z")
            try await stage.reassign(1, to: "ann", by: "operator:root")

            let run = await aftersail("dispatch", "explain", "AS-T1")
            let json = await aftersail("dispatch", "explain", "AS-T1", "--json")

            #expect(Self.lines(run.output) == Self.lines(Self.page), "\(run.output)")
            #expect(json.json["assignments"].list.count == 2)
            #expect(json.json["assignments"].list.first?["explanation"]["winner"].string == "lan")
            #expect(Set(json.json["moves"].list.map { $0["kind"].shown }) == ["handed_over", "returned"])
            #expect(json.json["ticket"]["number"].string == "AS-T1")
        }
    }

    @Test("whoever was not the ticket's own best is explained by the batch")
    func displaced() {
        let story = DispatchStory(value: .object([:]), agents: ["ann": "Anna Lind"], teams: [:])
        let decision = JSONValue.object([
            "way": .string("routed"), "winner": .string("lan"),
            "displaced": .object(["best": .string("ann"), "takenBy": .array([.string("x"), .string("y")])]),
        ])

        let way = DecisionWay(decision: decision, story: story)

        #expect(way.text.contains("for this one alone Anna Lind would be better, who got 2 of the others"))
    }

    /// Lines without their alignment.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }

    private static let page = """
        AS-T1  opened 2026-11-23 10:00:00Z, as of 2026-11-23 12:00:00Z
          technical_fault, priority 3, language vi, country VN, open

        1  2026-11-23 10:00:00Z  Trần Lan, Technical support
          asked    technical_fault, language vi, country VN, priority 3, due 2026-11-24 10:00:00Z
          by       policy version 0, calendars version 0
          how      the best of those who can; 251 points before Anna Lind, by language and skill
                              score  skill  language  load  continuity  shift  territory  carries
                   Trần Lan     785   1000      1000   800           0   1000        500   0 of 5
                   Anna Lind    534    666       400   800           0   1000        500   0 of 5
                   weight              30        25    20          15      5          5
          not      does not speak the language (1), lacks the skill (1)
                   Liu Fang: lacks the skill, does not speak the language
          until    2026-11-23 11:00:00Z: handed over to another team (Anna Lind)

           2026-11-23 11:00:00Z  Anna Lind hands it over to Product quality: a whole batch is cracked

        2  2026-11-23 12:00:00Z  Anna Lind, Technical support
          asked    technical_fault, language vi, country VN, priority 3, team Product quality, due 2026-11-24 10:00:00Z, Anna Lind helped before
          by       policy version 0, calendars version 0
          how      operator:root chose; rules and capacity do not count then
          now      Anna Lind has it
        """

    @Test("report counts how often the first team solved it, by team and category")
    func report() async throws {
        try await DispatchStage.run { stage in
            for number in 1...4 { try await stage.open(number) }
            try await stage.open(5, language: "en", category: "product_quality")
            try await stage.set("2026-11-23T11:00:00Z")
            try await stage.reassign(1, to: "liu", by: "agent:ann")
            for number in [1, 2, 3, 5] { try await stage.resolve(number) }

            let run = await aftersail("dispatch", "report", "--json")
            let table = await aftersail("dispatch", "report")

            let rows = run.json.list.map { row in
                [
                    row["team"].shown, row["category"].shown, row["tickets"].shown, row["solved"].shown,
                    row["precision"].shown,
                ]
            }
            #expect(
                rows == [
                    ["-", "-", "5", "4", "0.7500"], ["-", "product_quality", "1", "1", "1.0000"],
                    ["-", "technical_fault", "4", "3", "0.6667"], ["quality", "-", "1", "1", "1.0000"],
                    ["quality", "product_quality", "1", "1", "1.0000"], ["technical", "-", "4", "3", "0.6667"],
                    ["technical", "technical_fault", "4", "3", "0.6667"],
                ],
                "\(run.output)"
            )
            #expect(run.json.list.first?["overridden"].whole == 1)
            #expect(table.output.contains("66.7 %") && table.output.contains("all"))
        }
    }

    @Test("a ticket that waits is explained as well")
    func waiting() async throws {
        try await DispatchStage.run { stage in
            try await stage.open(1, category: "billing")

            let run = await aftersail("dispatch", "explain", "AS-T1")

            #expect(
                run.output.contains("waits: nobody can take it") && run.output.contains("lacks the skill (3)"),
                "\(run.output)"
            )
            #expect(!run.output.contains("secret"))
        }
    }

    @Test("people of a dealer see their own tickets and are refused all others")
    func dealer() async throws {
        try await DispatchStage.run { stage in
            try await stage.open(1)
            try await stage.open(2, language: "en", category: "product_quality")
            let reads = [["ticket", "show"], ["dispatch", "explain"], ["sla", "explain"]]
            for command in reads {
                let own = await aftersail(command + ["AS-T1", "--as", "agent:lan"])
                let other = await aftersail(command + ["AS-T2", "--as", "agent:lan"])
                let ours = await aftersail(command + ["AS-T2", "--as", "agent:ann"])
                let unknown = await aftersail(command + ["AS-T2", "--as", "agent:lann"])
                let asked = await aftersail(command + ["AS-T2"], environment: ["AFTERSAIL_ACTOR": "agent:lan"])
                #expect(own.code == 0 && ours.code == 0, "\(command) \(own.complaints) \(ours.complaints)")
                #expect(other.code == 77 && other.complaints.contains("people of Sao Mai"), "\(other.complaints)")
                #expect(unknown.code == 65 && asked.code == 77)
            }
            let note = await aftersail("ticket", "note", "AS-T2", "hello", "--as", "agent:lan")
            let lists = [
                await aftersail("ticket", "list", "--json", "--as", "agent:lan"),
                await aftersail("ticket", "list", "--json", "--as", "agent:ann"),
                await aftersail("ticket", "list", "--json"),
            ]
            #expect(note.code == 77 && note.output.isEmpty)
            #expect(lists.map(\.json.list.count) == [1, 2, 2])
            #expect(lists[0].json.list.first?["number"].string == "AS-T1")

            try await stage.reassign(1, to: "ann", by: "operator:root")
            let formerly = await aftersail("ticket", "show", "AS-T1", "--as", "agent:lan")
            #expect(formerly.code == 0)
        }
    }

    @Test("hand-over refuses what makes no sense, and says what to do")
    func refusals() async throws {
        try await DispatchStage.run { stage in
            try await stage.open(1)
            let why = ["--reason", "x"]
            let there = await aftersail(["ticket", "hand-over", "AS-T1", "--to", "technical"] + why)
            let unknown = await aftersail(["ticket", "hand-over", "AS-T1", "--to", "nowhere"] + why)
            let other = await aftersail(["ticket", "hand-over", "AS-T1", "--to", "quality", "--agent", "ann"] + why)
            let silent = await aftersail("ticket", "hand-over", "AS-T1", "--to", "quality", "--reason", " ")
            let usage = await aftersail("ticket", "hand-over", "AS-T1", "--to", "quality")

            #expect(there.code == 77 && there.complaints.contains("ticket reassign"))
            #expect(unknown.code == 65 && other.code == 65 && silent.code == 65 && usage.code == 64)
            #expect(try await values("SELECT id FROM desk_entry").isEmpty)

            let mark = await aftersail("ticket", "continuous", "AS-T1", "on", "--json")
            #expect(mark.code == 0, "\(mark.complaints)")
            #expect(try await values("SELECT 1 AS one FROM ticket_state WHERE continuous").count == 1)
        }
    }
}
