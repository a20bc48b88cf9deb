import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail setup", .freshDatabase)
struct SetupLoadTests {
    static let organisation = """
        kind: organisation
        teams:
          - { id: technical, name: Technical, lead: li.wei }
        agents:
          - { id: li.wei, name: 李伟, language: zh, team: technical, calendar: always, capacity: 20, languages: { no: basic } }
          - { id: eva, name: Eva, language: de, team: technical, calendar: always, capacity: 20 }
        """

    @Test("the sample organisation loads, and again changes nothing")
    func sample() async throws {
        let first = await aftersail("setup", "load", Place.setup, "--json")
        let second = await aftersail("setup", "load", Place.setup, "--json")

        #expect(first.code == 0, "\(first.complaints)")
        #expect(first.json.list.count >= 6 && first.json.list.allSatisfy { $0["state"].string == "new" })
        #expect(second.json.list.allSatisfy { $0["state"].string == "unchanged" && $0["version"].whole == 1 })
        let duty = try await values(
            "SELECT count(*) AS n FROM agent WHERE team_id = 'duty' AND calendar = 'always' AND active"
        )
        #expect(duty.first?["n"].whole == 3)
        #expect(try await values("SELECT id FROM agent WHERE active").count >= 24)
    }

    @Test("articles of a folder become one document, and a faulty one is named")
    func articles() async throws {
        let folder = try Place.folder([:])
        let articles = "\(folder)/articles"
        try FileManager.default.createDirectory(atPath: articles, withIntermediateDirectories: true)
        let text = "id: lid\nversion: 1\ntexts: { en: { title: Opening the lid, answer: Press. } }\n"
        try Place.write(text, to: "\(articles)/lid.yaml")

        let first = await aftersail("setup", "load", folder, "--json")
        try Place.write(text.replacing("version: 1", with: "version: 0"), to: "\(articles)/lid.yaml")
        let faulty = await aftersail("setup", "load", folder)

        #expect(first.json.list.first?["kind"].string == "articles" && first.json.list.count == 1)
        let stored = try await values("SELECT body FROM setup_document WHERE kind = 'articles' AND active")
        #expect(stored.first?["body"]["articles"].list.first?["id"].string == "lid")
        #expect(faulty.code == 65 && faulty.complaints.contains("Article 'lid', field 'version'"))
    }

    @Test("the duty desk speaks the languages of every sample")
    func dutyLanguages() async throws {
        _ = await aftersail("setup", "load", Place.setup)

        let spoken = try await values(
            "SELECT DISTINCT jsonb_object_keys(languages) AS code FROM agent WHERE team_id = 'duty' AND calendar = 'always'"
        )

        let codes = Set(spoken.compactMap { $0["code"].string })
        #expect(codes.isSuperset(of: ["en", "zh", "es", "de", "ar", "vi", "fr", "pt", "ru", "ja"]))
    }

    @Test("a change is shown and becomes the next version")
    func change() async throws {
        let folder = try Place.folder(["organisation.yaml": Self.organisation])
        defer { Place.remove(folder) }
        _ = await aftersail("setup", "load", folder)

        let less = Self.organisation.replacing("capacity: 20, languages: { no: basic }", with: "capacity: 30")
            .split(separator: "\n").filter { !$0.contains("id: eva") }.joined(separator: "\n")
        try Place.write(less, to: "\(folder)/organisation.yaml")
        let dry = await aftersail("setup", "load", folder, "--dry-run", "--json")
        let untouched = try await values("SELECT version FROM setup_document WHERE active")
        let run = await aftersail("setup", "load", folder, "--json")

        let details = run.json.list.first?["details"].list.compactMap(\.string) ?? []
        #expect(details == ["- agents.eva", "~ agents.li.wei.capacity", "- agents.li.wei.languages"])
        #expect(dry.json == run.json && untouched.first?["version"].whole == 1)
        let agents = try await values("SELECT id, active, capacity FROM agent ORDER BY id")
        #expect(agents.map { $0["active"].truth } == [false, true] && agents.last?["capacity"].whole == 30)
        #expect(try await values("SELECT version FROM setup_document WHERE active").first?["version"].whole == 2)
    }

    @Test(
        "faults are told with file and place, and nothing is stored",
        arguments: [
            (
                "team: technical, calendar: always, capacity: 20 }", "team: sales, calendar: always, capacity: 20 }",
                "agents[1].team"
            ),
            ("capacity: 20 }", "capacity: many }", "agents[1].capacity"),
            ("language: de", "langauge: de", "agents[1].langauge"),
            ("lead: li.wei", "lead: nobody", "teams[0].lead"),
            ("kind: organisation", "kind: organization", "kind"),
            ("id: eva, ", "id: eva, id: eva, ", "YAML"),
            ("  - { id: technical", "  - { id: [technical", "YAML"),
        ]
    )
    func faults(good: String, bad: String, place: String) async throws {
        let folder = try Place.folder(["people.yaml": Self.organisation.replacing(good, with: bad)])
        defer { Place.remove(folder) }

        let run = await aftersail("setup", "load", folder)

        #expect(run.code == 65)
        #expect(run.complaints.contains("people.yaml") && run.complaints.contains(place), "\(run.complaints)")
        #expect(try await values("SELECT 1 AS one FROM setup_document").isEmpty)
    }

    @Test("every fault of a pattern is told with its name, and nothing is stored")
    func patterns() async throws {
        let text = """
            patterns:
              - { id: short, kind: order_number, pattern: "d{4}" }
              - { id: open, kind: order_number, pattern: "OR-d+" }
            """
        let folder = try Place.folder(["extraction.yaml": text])
        defer { Place.remove(folder) }

        let wrong = await aftersail("setup", "load", folder)
        try Place.write(
            text.replacing("d{4}", with: "d{6}").replacing("d+", with: "d"),
            to: "\(folder)/extraction.yaml"
        )
        let right = await aftersail("setup", "load", folder, "--json")

        #expect(wrong.code == 65 && wrong.complaints.contains("pattern 'short', field 'pattern': expected 6 digits"))
        #expect(wrong.complaints.contains("pattern 'open', field 'pattern'"), "\(wrong.complaints)")
        #expect(right.code == 0 && right.json.list.first?["kind"].string == "extraction", "\(right.complaints)")
        let stored = try await values("SELECT body FROM setup_document WHERE kind = 'extraction' AND active")
        #expect(stored.first?["body"]["patterns"].list.count == 2)
    }

    @Test("what is exported loads as unchanged")
    func export() async throws {
        let folder = try Place.folder()
        defer { Place.remove(folder) }
        _ = await aftersail("setup", "load", Place.setup)

        let export = await aftersail("setup", "export", folder, "--json")
        let again = await aftersail("setup", "load", folder, "--json")

        #expect(export.json["files"].list.count >= 6)
        #expect(again.code == 0, "\(again.complaints)")
        #expect(again.json.list.allSatisfy { $0["state"].string == "unchanged" }, "\(again.output)")
    }

    @Test("unquoted words stay words")
    func yaml() throws {
        let value = try SetupYAML.value(
            of: "a: no\nb: 09:00\nc: 12\nd: 0.6\ne: ~\nf: \"12\"\ng: on\nh: 2026-11-22\ni: true"
        )

        #expect(
            value.text
                == #"{"a":"no","b":"09:00","c":12,"d":0.6,"e":null,"f":"12","g":"on","h":"2026-11-22","i":true}"#
        )
    }
}
