import BusinessTime
import Routing

extension Organisation {
    /// What is wrong with a site.
    func problems(of site: Site, _ path: String) -> [SetupProblem] {
        var found = Self.keyProblems(site.id, "\(path).id") + Self.nameProblems(site.name, "\(path).name")
        func require(_ holds: Bool, _ field: String, _ message: String) {
            if !holds { found.append(SetupProblem("\(path).\(field)", message)) }
        }
        require(
            Place.centre(ofCountry: site.country) != nil,
            "country",
            "'\(site.country)' is no country; write its ISO 3166 code of two capital letters"
        )
        require((-90...90).contains(site.latitude), "latitude", "write degrees north of the equator, -90 to 90")
        require((-180...180).contains(site.longitude), "longitude", "write degrees east of Greenwich, -180 to 180")
        if let region = site.region {
            require(Self.isRegion(region), "region", "'\(region.prefix(20))' is no region; \(Self.regionForm)")
        }
        require(
            site.level != .joint || site.dealer != nil,
            "dealer",
            "a joint centre is run by a dealer; write the company's name"
        )
        if let dealer = site.dealer { found += Self.nameProblems(dealer, "\(path).dealer") }
        return found
    }

    /// What is wrong with an agent's place in the network, certificates and planned days.
    func networkProblems(of agent: Agent, _ path: String) -> [SetupProblem] {
        var found: [SetupProblem] = []
        if let site = agent.site, !sites.contains(where: { $0.id == site }) {
            found.append(SetupProblem("\(path).site", "there is no site '\(site)'; add one or name another"))
        }
        for (index, certificate) in agent.certifications.enumerated() where !Self.isCertificate(certificate) {
            found.append(
                SetupProblem("\(path).certifications[\(index)]", "write a name of 1 to 64 characters on one line")
            )
        }
        for (index, region) in (agent.regions ?? []).enumerated() where !Self.isRegion(region) {
            found.append(
                SetupProblem(
                    "\(path).regions[\(index)]",
                    "'\(region.prefix(20))' is no region; \(Self.regionForm)"
                )
            )
        }
        for (index, exception) in agent.exceptions.enumerated() {
            do throws(CalendarError) {
                try exception.validate()
            } catch {
                found.append(SetupProblem("\(path).exceptions[\(index)]", error.description))
            }
        }
        return found
    }

    /// Whether a text can name a region of residency: 2 to 8 capital letters and digits.
    public static func isRegion(_ code: String) -> Bool {
        (2...8).contains(code.utf8.count)
            && code.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) }
    }

    /// Whether a text can name a certificate.
    public static func isCertificate(_ name: String) -> Bool {
        (1...64).contains(name.count) && !name.contains { $0.isNewline || $0 == "\0" }
    }

    private static let regionForm = "write 2 to 8 capital letters and digits, such as EU"
}
