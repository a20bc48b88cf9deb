import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail dispatch simulate", .freshDatabase, .timeLimit(.minutes(4)))
struct DispatchSimulateTests {
    private static let folder = Place.root + "/Tests/AftersailTests/Simulate"

    @Test("the page is as it was looked at, and needs no database")
    func page() async {
        let run = await simulate()

        #expect(run.code == 0 && run.complaints.isEmpty, "\(run.complaints)")
        let page = run.output.replacing(Self.folder + "/", with: "")
        #expect(page == Place.text(Self.folder + "/page.txt"), "\(page)")
    }

    @Test("an agent less opens a gap, and the advised agents close it", arguments: ["1", "2", "3"])
    func advised(seed: String) async throws {
        let folder = try Place.copy(Self.folder)
        defer { Place.remove(folder) }
        let before = await simulate(folder, "--seed", seed, "--json", "--check")
        let nobody = before.json["gaps.nobody"].list.count { $0["language"].string == "vi" }
        let organisation = Place.text(folder + "/organisation.yaml")
        let without = organisation.replacing("  - { id: lan,", with: "  - { id: lan, zone: Pacific/Apia,")
        try Place.write(without, to: folder + "/organisation.yaml")
        let shifted = await simulate(folder, "--seed", seed, "--json")
        let advice = shifted.json["advice"]

        #expect(before.code == 1 && nobody > 0)
        #expect(shifted.json["gaps.nobody"] != before.json["gaps.nobody"])
        #expect(advice["closes_all"].truth == true && !advice["shifts"].list.isEmpty, "\(advice)")

        try Self.add(advice["shifts"].list, to: folder)
        let after = await simulate(folder, "--seed", seed, "--json", "--check")
        #expect(after.code == 0 && after.json["is_enough"].truth == true, "\(after.output.prefix(3_000))")
        #expect(after.json["gaps.nobody"].list.isEmpty && after.json["advice.shifts"].list.isEmpty)
        #expect(after.json["off_shift"].whole == 0 && after.json["overbooked"].whole == 0)
    }

    @Test("each figure moves with what it counts")
    func figures() async throws {
        let base = await simulate(Self.folder, "--json", "--tries", "0").json
        func changed(_ name: String, _ old: String, _ new: String, _ tries: String = "0") async throws -> JSONValue {
            let folder = try Place.copy(Self.folder)
            defer { Place.remove(folder) }
            let text = Place.text("\(folder)/\(name)")
            #expect(text.contains(old))
            try Place.write(text.replacing(old, with: new), to: "\(folder)/\(name)")
            return await simulate(folder, "--json", "--tries", tries).json
        }
        let slow = try await changed("scenario.yaml", "median: 12, p90: 30", "median: 60, p90: 90")
        let translating = try await changed("policy.yaml", "allowsTranslation: false", "allowsTranslation: true")
        let soon = try await changed("policy.yaml", "opensSoonMinutes: 0", "opensSoonMinutes: 60")
        let even = try await changed("policy.yaml", "load: 20", "load: 200")
        let leave = try await changed("organisation.yaml", "to: 2026-11-05", "to: 2026-11-07")

        func begun(_ run: JSONValue, _ key: String) -> Double { Double(run["waits"].list[1][key].shown) ?? -1 }
        func technical(_ run: JSONValue, _ key: String) -> Double {
            Double(run["teams"].list.first { $0["name"].string == "technical" }?[key].shown ?? "") ?? -1
        }
        func all(_ run: JSONValue, _ gap: String) -> Int {
            run["gaps.\(gap)"].list.reduce(0) { $0 + ($1["tickets"].whole ?? 0) }
        }
        #expect(begun(slow, "p90_minutes") > begun(base, "p90_minutes"))
        #expect(begun(slow, "within_percent") < begun(base, "within_percent"))
        #expect(technical(slow, "utilisation_percent") > technical(base, "utilisation_percent") * 2)
        #expect(technical(slow, "load_percent") > technical(base, "load_percent"))
        #expect(all(slow, "too_few") > all(base, "too_few"))
        #expect(all(translating, "translated") > 0 && all(base, "translated") == 0)
        #expect(all(translating, "nobody") < all(base, "nobody"))
        #expect((soon["opening_soon"].whole ?? 0) > 0 && base["opening_soon"].whole == 0)
        #expect(Double(even["fairness.gini"].shown) ?? 1 < Double(base["fairness.gini"].shown) ?? 0)
        #expect(all(leave, "nobody") > all(base, "nobody"))
        #expect(Double(leave["oldest_wait.minutes"].shown) ?? 0 > Double(base["oldest_wait.minutes"].shown) ?? 0)
        #expect(base["advice"] == .null)
    }

    @Test("roster and policy in force are taken where no file is given")
    func inForce() async throws {
        let folder = try Place.folder([
            "organisation.yaml": Place.text(Self.folder + "/organisation.yaml"),
            "calendars.yaml": Place.text(Self.folder + "/calendars.yaml"),
            "routing-policy.yaml": Place.text(Self.folder + "/policy.yaml"),
        ])
        defer { Place.remove(folder) }
        let scenario = Self.folder + "/scenario.yaml"
        let nothing = await aftersail("dispatch", "simulate", "--scenario", scenario)
        _ = await aftersail("setup", "load", folder)
        let stored = await aftersail("dispatch", "simulate", "--scenario", scenario, "--json")
        let given = await simulate(Self.folder, "--json")

        #expect(nothing.code == 65 && nothing.complaints.contains("no organisation was ever loaded"))
        #expect(stored.code == 0, "\(stored.complaints)")
        #expect(stored.json["setup.routing-policy"].string == "version 1")
        var (left, right) = (stored.json.members, given.json.members)
        (left["setup"], right["setup"]) = (nil, nil)
        #expect(left == right && !left.isEmpty)
    }

    @Test("what is wrong with a scenario is said, all of it, with its place")
    func problems() async throws {
        let folder = try Place.copy(Self.folder)
        defer { Place.remove(folder) }
        let bad = """
            kind: dispatch-scenario
            start: tomorrow
            days: 0
            target: { minutes: 0 }
            handling: { tecnical_fault: { median: 12, p90: 5 } }
            streams:
              - { country: de, language: de, zone: Europe/Berlino, perDay: -1, hours: [1, 2] }
            peaks: [{ from: 2026-11-03, hours: 5, factor: x }]
            """
        try Place.write(bad, to: folder + "/scenario.yaml")
        let run = await simulate(folder)
        try Place.write(bad + "\nstream: []\n", to: folder + "/scenario.yaml")
        let unknown = await simulate(folder)
        try Place.write("kind: sla-policy\n", to: folder + "/scenario.yaml")
        let kind = await simulate(folder)
        let missing = await aftersail("dispatch", "simulate", "--scenario", folder + "/nowhere.yaml")

        #expect(run.code == 65)
        for place in [
            "start: write a date", "days: write a number", "streams[0].country: this is no country",
            "streams[0].zone: ", "streams[0].perDay: write a number", "streams[0].hours: write 24 numbers",
            "categories: write parts by category", "peaks[0].factor: write a number", "target.minutes: write a number",
            "handling.tecnical_fault: there is no such",
            "handling.tecnical_fault.p90: write a number from 12",
        ] {
            #expect(run.complaints.contains(place), "\(place) in \(run.complaints)")
        }
        #expect(unknown.code == 65 && unknown.complaints.contains("there is no field 'stream' here"))
        #expect(kind.code == 65 && kind.complaints.contains("'sla-policy' is no scenario"))
        #expect(missing.code == 65 && missing.complaints.contains("nowhere.yaml"))
    }

    @Test("recorded tickets are played as they came")
    func recorded() async throws {
        let folder = try Place.copy(Self.folder)
        defer { Place.remove(folder) }
        let head = "start: 2026-11-02\ndays: 2\nrecorded: tickets.jsonl\n"
        try Place.write(head, to: folder + "/scenario.yaml")
        try Place.write(
            """
            {"at": "2026-11-02T09:00:00Z", "category": "technical_fault", "language": "de-AT", "country": "AT", "priority": 2, "workMinutes": 45}
            {"opened": "2026-11-02T20:00:00Z", "category": "usage_question", "language": "en", "priority": 3, "rule": "any"}
            {"at": "2026-11-12T20:00:00Z", "category": "usage_question"}

            """,
            to: folder + "/tickets.jsonl"
        )
        let run = await simulate(folder, "--json", "--agents")
        try Place.write("{\"at\": 3}\nno\n", to: folder + "/tickets.jsonl")
        let bad = await simulate(folder)

        #expect(run.code == 0 && run.json["scenario.tickets"].whole == 2, "\(run.complaints)")
        #expect(run.json["waits"].list[0]["max_minutes"].shown == "300", "\(run.json["waits"])")
        #expect(run.json["agents"].list.first { $0["name"].string == "anna" }?["worked_hours"].shown == "0.8")
        #expect(bad.code == 65 && bad.complaints.contains("recorded line 1: at: write a date"))
        #expect(bad.complaints.contains("recorded line 2: this is no JSON object"))
    }

    @Test("the shipped scenarios run with the shipped setup, and setup load passes them by")
    func shipped() async {
        for name in ["normal-month", "recall-peak"] {
            let run = await aftersail(
                "dispatch",
                "simulate",
                "--scenario",
                "\(Place.setup)/scenarios/\(name).yaml",
                "--organisation",
                "\(Place.setup)/organisation.yaml",
                "--calendars",
                "\(Place.setup)/calendars.yaml",
                "--policy",
                "\(Place.setup)/routing-policy.yaml",
                "--json",
                "--tries",
                "0"
            )

            #expect(run.code == 0 && (run.json["scenario.tickets"].whole ?? 0) > 4_000, "\(run.complaints)")
            #expect(run.json["off_shift"].whole == 0 && run.json["overbooked"].whole == 0)
        }
        let load = await aftersail("setup", "load", Place.setup, "--dry-run")
        #expect(load.code == 0 && !load.output.contains("scenario"))
    }

    private func simulate(_ folder: String = folder, _ more: String...) async -> CommandRun {
        await aftersail(
            [
                "dispatch", "simulate", "--scenario", folder + "/scenario.yaml", "--organisation",
                folder + "/organisation.yaml", "--calendars", folder + "/calendars.yaml", "--policy",
                folder + "/policy.yaml",
            ] + more,
            environment: ["AFTERSAIL_DATABASE_URL": ""]
        )
    }

    /// Writes the advised people into organisation and calendars, as a planner would.
    private static func add(_ shifts: [JSONValue], to folder: String) throws {
        var organisation = Place.text(folder + "/organisation.yaml")
        var calendars = Place.text(folder + "/calendars.yaml")
        for (number, shift) in shifts.enumerated() {
            let begin = shift["start_hour_utc"].whole ?? 0
            let end = (begin + (shift["hours"].whole ?? 8)) % 24
            func clock(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }
            let days = shift["weekdays"].list.map { "\($0.shown): [[\"\(clock(begin))\", \"\(clock(end))\"]]" }
            calendars += "  new\(number):\n    tz: UTC\n    hours: { \(days.joined(separator: ", ")) }\n"
            let skills = shift["categories"].list.map { "\($0.shown): \(shift["level"].shown)" }
            for person in 0..<(shift["agents"].whole ?? 0) {
                organisation += """
                      - { id: new.\(number).\(person), name: New, language: en, team: \(shift["team"].shown), \
                    calendar: new\(number), capacity: \(shift["capacity"].shown), \
                    skills: { \(skills.joined(separator: ", ")) }, languages: { \(shift["language"].shown): fluent } }

                    """
            }
        }
        try Place.write(organisation, to: folder + "/organisation.yaml")
        try Place.write(calendars, to: folder + "/calendars.yaml")
    }
}
