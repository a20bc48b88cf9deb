import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail setup of the network", .freshDatabase)
struct SetupNetworkTests {
    private static let organisation = """
        kind: organisation
        sites:
          - { id: hamburg, name: Hamburg, level: flagship, country: DE, latitude: 53.55, longitude: 9.99, region: EU }
          - { id: nairobi, name: Nairobi, level: joint, country: KE, latitude: -1.29, longitude: 36.82, dealer: Rift Coffee }
        teams:
          - { id: technical, name: Technical }
        agents:
          - { id: eva, name: Eva, language: de, team: technical, calendar: always, capacity: 20, site: hamburg,
              certifications: [pressure], regions: [EU], exceptions: [{ from: 2026-12-21, to: 2026-12-30, kind: leave }] }
          - { id: otto, name: Otto, language: de, team: technical, calendar: always, capacity: 20 }
        """
    private static let policy = """
        kind: routing-policy
        version: 1
        weights: { skill: 30, level: 5 }
        minimumSkill: 1
        allowsTranslation: true
        offShift: openingSoon
        opensSoonMinutes: 30
        recorded: 5
        hard:
          residency: { regions: { DE: EU }, strict: [EU] }
          certification: { categories: { billing: tax }, products: { BOILER: pressure } }
        weightOf: { categories: { complaint: 2 }, priorities: { p1: 3 } }
        handOver:
          silentMinutes: { p2: 90 }
          absentMinutes: 240
          shiftEndMinutes: 15
          continuous: [p1, safety]
        """

    @Test("sites, certificates, regions and planned days become rows, and go with the file")
    func rows() async throws {
        let folder = try Place.folder(["people.yaml": Self.organisation])
        defer { Place.remove(folder) }

        let run = await aftersail("setup", "load", folder)

        #expect(run.code == 0, "\(run.complaints)")
        let sites = try await values("SELECT id, level, latitude, region, dealer, active FROM site ORDER BY id")
        #expect(sites.map { $0["level"].string } == ["flagship", "joint"])
        #expect(sites.map { $0["region"].string } == ["EU", nil] && sites[1]["dealer"].string == "Rift Coffee")
        let agents = try await values("SELECT site_id, certifications, regions, exceptions FROM agent ORDER BY id")
        #expect(agents.map { $0["site_id"].string } == ["hamburg", nil])
        #expect(agents[0]["regions"].list.map(\.string) == ["EU"] && agents[1]["regions"] == .null)
        #expect(agents[0]["certifications"].list.map(\.string) == ["pressure"])
        #expect(agents[0]["exceptions"].list.first?["kind"].string == "leave" && agents[1]["exceptions"].list.isEmpty)
        let less = Self.organisation.split(separator: "\n").filter { !$0.contains("id: nairobi") }
        try Place.write(less.joined(separator: "\n"), to: "\(folder)/people.yaml")
        #expect(await aftersail("setup", "load", folder).code == 0)
        #expect(try await values("SELECT id FROM site WHERE active").map { $0["id"].string } == ["hamburg"])
    }

    @Test("a whole policy loads")
    func policy() async throws {
        let folder = try Place.folder(["policy.yaml": Self.policy])
        defer { Place.remove(folder) }

        let run = await aftersail("setup", "load", folder)

        #expect(run.code == 0, "\(run.complaints)")
    }

    @Test(
        "faults of a policy are told with their place",
        arguments: [
            ("openingSoon\nopensSoonMinutes: 30", "openingSoon\nopensSoonMinutes: 0", "opensSoonMinutes"),
            ("offShift: openingSoon", "offShift: sometimes", "offShift"),
            ("{ DE: EU }", "{ XX: EU }", "hard.residency.regions.XX"),
            ("{ DE: EU }", "{ DE: Europe }", "hard.residency.regions.DE"),
            ("strict: [EU]", "strict: [US]", "hard.residency.strict"),
            ("strict: [EU]", "stern: [EU]", "hard.residency.stern"),
            ("billing: tax", "billing: \"\"", "hard.certification.categories.billing"),
            ("p1: 3", "p9: 3", "weightOf.priorities.p9"),
            ("complaint: 2", "complaint: 0", "weightOf.categories.complaint"),
            ("p2: 90", "p7: 90", "handOver.silentMinutes"),
            ("p2: 90", "p2: -1", "handOver.silentMinutes"),
            ("absentMinutes: 240", "absentMinutes: 100001", "handOver.absentMinutes"),
            ("shiftEndMinutes: 15", "shiftEndMinutes: 481", "handOver.shiftEndMinutes"),
            ("safety]", "danger]", "handOver.continuous"),
            ("shiftEndMinutes", "shiftEnds", "handOver.shiftEnds"),
        ]
    )
    func faults(good: String, bad: String, place: String) async throws {
        let folder = try Place.folder(["policy.yaml": Self.policy.replacing(good, with: bad)])
        defer { Place.remove(folder) }

        let run = await aftersail("setup", "load", folder)

        #expect(run.code == 65)
        #expect(run.complaints.contains("policy.yaml: \(place):"), "\(run.complaints)")
    }
}
