import BusinessTime
import FoundationEssentials
import Testing
import Tickets

@testable import Routing

@Suite("Routing in the service network")
struct NetworkTests {
    private static let hamburg = Site(
        id: "hamburg",
        level: .flagship,
        country: "DE",
        place: Place(latitude: 53.55, longitude: 9.99),
        region: "EU"
    )
    private static let hanoi = Site(
        id: "hanoi",
        level: .light,
        country: "VN",
        place: Place(latitude: 21.03, longitude: 105.85),
        region: "VN"
    )
    private static let dubai = Site(
        id: "dubai",
        level: .joint,
        country: "AE",
        place: Place(latitude: 25.2, longitude: 55.27),
        dealer: "Gulf Brewing Trade"
    )

    private func winner(_ policy: RoutingPolicy, _ need: TicketNeed, _ agents: [Agent]) -> UUID? {
        policy.assign([need], to: agents, now: now)[0].winner
    }

    private func reasons(_ policy: RoutingPolicy, _ need: TicketNeed, _ agent: Agent) -> [RejectionReason]? {
        policy.assign([need], to: [agent], now: now)[0].rejected.first?.reasons
    }

    @Test("customers of a strict region go to its own agents alone")
    func residency() {
        var policy = RoutingPolicy.standard
        policy.hard = HardRules(residency: .init(regions: ["DE": "EU", "VN": "VN"], strict: ["EU"]))
        let german = need(1) { $0.country = "DE" }

        #expect(reasons(policy, german, agent(1) { $0.site = Self.hanoi }) == [.residency])
        #expect(reasons(policy, german, agent(1) { $0.site = Self.hamburg }) == nil)
        #expect(reasons(policy, german, agent(1)) == nil)
        #expect(reasons(policy, german, agent(1) { ($0.site, $0.regions) = (Self.hanoi, ["EU"]) }) == nil)
        #expect(reasons(policy, german, agent(1) { ($0.site, $0.regions) = (Self.hamburg, []) }) == [.residency])
        #expect(reasons(policy, need(1), agent(1) { $0.site = Self.hamburg }) == nil)
        #expect(reasons(policy, need(1) { $0.region = "EU" }, agent(1) { $0.site = Self.hanoi }) == [.residency])
    }

    @Test("a ticket that wants a certificate goes to those who hold it")
    func certificates() {
        let wanting = need(1) { $0.certification = "pressure" }

        #expect(reasons(.standard, wanting, agent(1)) == [.notCertified])
        #expect(reasons(.standard, wanting, agent(1) { $0.certifications = ["pressure"] }) == nil)
    }

    @Test("the product's line says which certificate, before the category")
    func productLines() {
        let rules = HardRules(
            certification: .init(categories: [.billing: "tax"], products: ["BOILER": "pressure", "BOILER-X": "steam"])
        )

        #expect(rules.certificate(for: .billing, product: nil) == "tax")
        #expect(rules.certificate(for: .billing, product: "boiler-200") == "pressure")
        #expect(rules.certificate(for: nil, product: "Boiler-X1") == "steam")
        #expect(rules.certificate(for: .policy, product: "MILL") == nil)
    }

    @Test("an escalated ticket goes no lower than its level, and not to agents without a site")
    func levels() {
        let escalated = need(1) { $0.minimumLevel = .joint }

        #expect(reasons(.standard, escalated, agent(1) { $0.site = Self.hanoi }) == [.levelTooLow])
        #expect(reasons(.standard, escalated, agent(1) { $0.site = Self.dubai }) == nil)
        #expect(reasons(.standard, escalated, agent(1)) == [.levelTooLow])
        #expect(reasons(.standard, need(1), agent(1)) == nil)
        #expect(ServiceLevel.allCases.map(\.next) == [.joint, .flagship, nil])
    }

    @Test("an escalated ticket that may come down does so when nobody of its level can take it, in its turn")
    func comesDown() {
        let agents = [
            agent(1) { ($0.site, $0.capacity) = (Self.hanoi, 1) },
            agent(2) { ($0.site, $0.capacity, $0.load) = (Self.dubai, 1, 1) },
        ]
        let escalated = need(1) { ($0.minimumLevel, $0.yields, $0.dueAt) = (.joint, true, now) }
        let later = need(2) { $0.dueAt = now.addingTimeInterval(60) }

        let decisions = RoutingPolicy.standard.assign([later, escalated], to: agents, now: now)
        let free = RoutingPolicy.standard.assign(
            [escalated],
            to: [agents[0], agent(2) { $0.site = Self.dubai }],
            now: now
        )

        #expect(decisions.map(\.winner) == [id(1), nil])
        #expect(decisions.map(\.lifted) == [[.level], []])
        #expect(free.map(\.winner) == [id(2)] && free.map(\.lifted) == [[]])
    }

    @Test("whoever was silent about a ticket gets it again when nobody else can take it, new people of any level first")
    func silence() {
        let wanted = need(1) { ($0.minimumLevel, $0.silentAgents, $0.yields) = (.joint, [id(2), id(3)], true) }
        let silent = [agent(2) { $0.site = Self.dubai }, agent(3) { $0.site = Self.hanoi }]
        let newcomer = agent(1) { $0.site = Self.hanoi }
        func decide(_ need: TicketNeed, _ agents: [Agent]) -> Decision {
            RoutingPolicy.standard.assign([need], to: agents, now: now)[0]
        }

        let lower = decide(wanted, silent + [newcomer])
        let again = decide(wanted, silent)
        let anybody = decide(wanted, [silent[1]])
        let strict = decide(need(1) { $0.silentAgents = [id(2)] }, [silent[0]])

        #expect(lower.winner == id(1) && lower.lifted == [.level])
        #expect(lower.rejections == [.wasSilent: 2])
        #expect(again.winner == id(2) && again.lifted == [.silence])
        #expect(anybody.winner == id(3) && anybody.lifted == [.level, .silence])
        #expect(strict.winner == nil && strict.lifted.isEmpty && strict.rejections == [.wasSilent: 1])
    }

    @Test("the lowest level that suffices is preferred")
    func lowest() {
        let policy = RoutingPolicy(version: 1, weights: [.level: 1])
        let agents = [Self.hamburg, Self.dubai, Self.hanoi].enumerated().map { index, site in
            agent(index + 1) { $0.site = site }
        }

        #expect(winner(policy, need(1), agents) == id(3))
        #expect(winner(policy, need(1) { $0.minimumLevel = .joint }, agents) == id(2))
    }

    @Test("the nearest site is preferred, by place or by country")
    func nearest() {
        let policy = RoutingPolicy(version: 1, weights: [.distance: 1])
        let agents = [Self.hamburg, Self.hanoi].enumerated().map { index, site in
            agent(index + 1) { $0.site = site }
        }

        #expect(winner(policy, need(1) { $0.country = "TH" }, agents) == id(2))
        #expect(winner(policy, need(1) { $0.country = "PL" }, agents) == id(1))
        let abroad = need(1) { ($0.country, $0.place) = ("DE", Place(latitude: 14, longitude: 100)) }
        #expect(winner(policy, abroad, agents) == id(2))
        let home = policy.assign([need(1) { $0.country = "DE" }], to: agents, now: now)[0].ranked[0]
        #expect(home.factors == [.distance: 1_000])
    }

    @Test(
        "great circles are measured to the kilometre",
        arguments: [(53.55, 9.99, 40.42, -3.70, 1_785), (90, 0, -90, 50, 20_015), (0, 179.5, 0, -179.5, 111)]
    )
    func kilometres(north: Double, east: Double, otherNorth: Double, otherEast: Double, distance: Int) {
        let place = Place(latitude: north, longitude: east)

        #expect(place.kilometres(to: Place(latitude: otherNorth, longitude: otherEast)) == distance)
        #expect(place.kilometres(to: place) == 0)
    }

    @Test("every country that is served has a central point")
    func centres() {
        for country in ["CN", "DE", "US", "VN", "BR", "AE", "KE", "JP", "GB", "MX", "ZW", "AD"] {
            #expect(Place.centre(ofCountry: country) != nil)
        }
        #expect(Place.centre(ofCountry: "XX") == nil)
    }

    @Test(
        "off shift is allowed as the policy says, on leave never",
        arguments: [
            (OffShift.never, Shift.opens(now.addingTimeInterval(60)), RejectionReason.offShift),
            (.openingSoon, .opens(now.addingTimeInterval(60)), nil),
            (.openingSoon, .opens(now.addingTimeInterval(3_600)), .offShift), (.always, .off, nil),
            (.always, .opens(now.addingTimeInterval(86_400)), nil), (.always, .leave(until: nil), .onLeave),
            (.never, .leave(until: now.addingTimeInterval(60)), .onLeave),
        ] as [(OffShift, Shift, RejectionReason?)]
    )
    func offShift(rule: OffShift, shift: Shift, reason: RejectionReason?) {
        let policy = RoutingPolicy(version: 1, opensSoonMinutes: 30, offShift: rule)

        #expect(reasons(policy, need(1), agent(1) { $0.shift = shift }) == reason.map { [$0] })
    }

    @Test("a ticket weighs what category or priority say, whichever is more")
    func weights() {
        var policy = RoutingPolicy.standard
        #expect(policy.weight(of: .complaint, .p1) == 1)

        policy.weightOf = TicketWeights(categories: [.complaint: 3], priorities: ["p1": 2])

        #expect(policy.weight(of: .complaint, .p1) == 3)
        #expect(policy.weight(of: .billing, .p1) == 2)
        #expect(policy.weight(of: nil, .p4) == 1)
    }

    @Test("a policy written before the network loads and weighs as before")
    func old() throws {
        let text = """
            {"version":3,"weights":{"skill":30},"minimumSkill":1,"allowsTranslation":true,"opensSoonMinutes":30,"recorded":5}
            """

        let policy = try JSONDecoder().decode(RoutingPolicy.self, from: Data(text.utf8))

        #expect(
            policy
                == RoutingPolicy(
                    version: 3,
                    weights: [.skill: 30],
                    allowsTranslation: true,
                    opensSoonMinutes: 30
                )
        )
        #expect(policy.minutesAhead == 30)
        #expect(reasons(policy, need(1), agent(1) { $0.shift = .opens(now.addingTimeInterval(60)) }) == nil)
    }
}
