import BusinessTime
import FoundationEssentials
import Routing
import Setup
import Testing

@Suite("Setup problems")
struct ProblemTests {
    static let sound = Organisation(
        teams: [.init(id: "technical", name: "Technical", lead: "li.wei")],
        agents: [
            .init(
                id: "li.wei",
                name: "李伟",
                email: "li.wei@example.com",
                language: "zh",
                team: "technical",
                calendar: "shenzhen",
                capacity: 20,
                skills: ["technical_fault": 3],
                languages: ["zh": .native],
                countries: ["CN"],
                site: "shenzhen",
                certifications: ["pressure-equipment"],
                regions: ["CN"],
                exceptions: [.init(from: "2026-12-24", to: "2026-12-24", kind: .leave)]
            )
        ],
        sites: [
            .init(
                id: "shenzhen",
                name: "Shenzhen",
                level: .flagship,
                country: "CN",
                latitude: 22.54,
                longitude: 114.06,
                region: "CN"
            )
        ]
    )

    @Test("a sound organisation has none")
    func sound() {
        #expect(Self.sound.problems(calendars: ["shenzhen"]).isEmpty)
    }

    @Test("each fault is told with its place", arguments: Fault.all)
    func faults(fault: Fault) {
        var organisation = Self.sound
        fault.spoil(&organisation)

        let problems = organisation.problems(calendars: ["shenzhen"])

        #expect(problems.contains { $0.path == fault.path }, "\(problems)")
    }

    @Test("an organisation written before the network is sound")
    func old() throws {
        let text = """
            {"teams":[{"id":"technical","name":"Technical"}],"agents":[{"id":"li.wei","name":"Li Wei","language":"zh",
            "team":"technical","calendar":"shenzhen","capacity":20}]}
            """

        let organisation = try JSONDecoder().decode(Organisation.self, from: Data(text.utf8))

        #expect(organisation.problems(calendars: ["shenzhen"]).isEmpty)
        #expect(organisation.sites.isEmpty && organisation.agents[0].regions == nil)
    }

    @Test("calendars that never open or are missing are told")
    func calendars() {
        let book = CalendarBook(
            standard: "nowhere",
            countries: ["de": "always"],
            calendars: ["closed": CalendarDefinition(timeZone: "Europe/Berlin", hours: [:])]
        )

        let paths = Set(book.problems(at: Date(timeIntervalSince1970: 1_790_000_000)).map(\.path))

        #expect(paths == ["standard", "countries.de", "calendars.closed"])
        #expect(CalendarBook.builtIn.problems(at: Date(timeIntervalSince1970: 1_790_000_000)).isEmpty)
    }
}

/// A way to spoil an organisation, and where it shows.
struct Fault: Sendable, CustomTestStringConvertible {
    let path: String
    let spoil: @Sendable (inout Organisation) -> Void

    var testDescription: String { path }

    init(_ path: String, _ spoil: @escaping @Sendable (inout Organisation) -> Void) {
        self.path = path
        self.spoil = spoil
    }

    static let all = [
        Fault("agents[0].team") { $0.agents[0].team = "x" },
        Fault("agents[0].calendar") { $0.agents[0].calendar = "x" },
        Fault("agents[0].capacity") { $0.agents[0].capacity = -1 },
        Fault("agents[0].language") { $0.agents[0].language = "Chinese!" },
        Fault("agents[0].email") { $0.agents[0].email = "a b@c\r\nBcc: d" },
        Fault("agents[0].skills.cooking") { $0.agents[0].skills = ["cooking": 1] },
        Fault("agents[0].skills.billing") { $0.agents[0].skills = ["billing": 4] },
        Fault("agents[0].countries[0]") { $0.agents[0].countries = ["Germany"] },
        Fault("agents[0].id") { $0.agents[0].id = "Li Wei" },
        Fault("agents[1].id") { $0.agents.append($0.agents[0]) },
        Fault("teams[0].lead") { $0.teams[0].lead = "nobody" },
        Fault("teams[0].manager") { $0.teams[0].manager = "nobody" },
        Fault("agents[0].site") { $0.agents[0].site = "nowhere" },
        Fault("agents[0].certifications[0]") { $0.agents[0].certifications = [""] },
        Fault("agents[0].regions[0]") { $0.agents[0].regions = ["Europe"] },
        Fault("agents[0].exceptions[0]") {
            $0.agents[0].exceptions = [.init(from: "2026-12-24", to: "2026-12-23", kind: .leave)]
        },
        Fault("sites[0].id") { $0.sites[0].id = "Hamburg!" },
        Fault("sites[1].id") { $0.sites.append($0.sites[0]) },
        Fault("sites[0].country") { $0.sites[0].country = "XX" },
        Fault("sites[0].latitude") { $0.sites[0].latitude = 91 },
        Fault("sites[0].longitude") { $0.sites[0].longitude = -181 },
        Fault("sites[0].region") { $0.sites[0].region = "europe" },
        Fault("sites[0].dealer") { ($0.sites[0].level, $0.sites[0].dealer) = (.joint, nil) },
        Fault("teams") { $0.teams = [] },
    ]
}
