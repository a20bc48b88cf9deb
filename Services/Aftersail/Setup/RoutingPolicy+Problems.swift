import Routing
import Setup
import Tickets

extension RoutingPolicy {
    /// Everything that keeps the policy from being loaded.
    func problems() -> [SetupProblem] {
        var found: [SetupProblem] = []
        func require(_ holds: Bool, _ field: String, _ expected: String) {
            if !holds { found.append(SetupProblem(field, "write \(expected)")) }
        }
        require(version >= 1, "version", "1 or more, and count up")
        require(weights.values.allSatisfy { (0...1_000).contains($0) }, "weights", "numbers from 0 to 1000")
        require(weights.values.contains { $0 > 0 }, "weights", "at least one number above 0")
        require((1...3).contains(minimumSkill), "minimumSkill", "1, 2 or 3")
        require((0...1_440).contains(opensSoonMinutes), "opensSoonMinutes", "0 to 1440 minutes")
        require((0...100).contains(recorded), "recorded", "0 to 100")
        require(
            offShift != .openingSoon || opensSoonMinutes > 0,
            "opensSoonMinutes",
            "1 or more: offShift is openingSoon"
        )
        for problem in handOver?.problems ?? [] { require(false, "handOver.\(problem.field)", problem.expected) }
        return found + weightProblems() + (hard?.problems() ?? [])
    }

    private func weightProblems() -> [SetupProblem] {
        guard let weightOf else { return [] }
        let categories = weightOf.categories.map { ("weightOf.categories.\($0.key.rawValue)", $0.value) }
        let priorities = weightOf.priorities.map { ("weightOf.priorities.\($0.key)", $0.value) }
        let units = (categories + priorities).filter { !(1...1_000).contains($0.1) }
            .map { SetupProblem($0.0, "write units of capacity, 1 to 1000") }
        let unknown = weightOf.priorities.keys.filter { !["p1", "p2", "p3", "p4"].contains($0) }
            .map { SetupProblem("weightOf.priorities.\($0)", "there is no such priority; use p1, p2, p3 or p4") }
        return (units + unknown).sorted { $0.path < $1.path }
    }
}

extension HardRules {
    fileprivate func problems() -> [SetupProblem] {
        var found: [SetupProblem] = []
        for (country, region) in residency.regions.sorted(by: { $0.key < $1.key }) {
            if Place.centre(ofCountry: country) == nil {
                found.append(
                    SetupProblem("hard.residency.regions.\(country)", "this is no country; write two capital letters")
                )
            }
            if !Organisation.isRegion(region) {
                found.append(
                    SetupProblem(
                        "hard.residency.regions.\(country)",
                        "write a region such as EU: 2 to 8 capital letters"
                    )
                )
            }
        }
        let named = Set(residency.regions.values)
        for region in residency.strict.sorted() where !named.contains(region) {
            found.append(
                SetupProblem("hard.residency.strict", "no country is in region '\(region)'; add one to regions")
            )
        }
        let certificates =
            certification.categories.map { ("categories.\($0.key.rawValue)", $0.value) }
            + certification.products.map { ("products.\($0.key)", $0.value) }
        for (field, certificate) in certificates.sorted(by: { $0.0 < $1.0 })
        where !Organisation.isCertificate(certificate) {
            found.append(
                SetupProblem("hard.certification.\(field)", "write a certificate's name of 1 to 64 characters")
            )
        }
        return found
    }
}
