import Tickets

extension Organisation {
    /// Everything that keeps the organisation from being loaded; empty when it is sound.
    ///
    /// `calendars` are the names that agents may use; `nil` leaves them unchecked.
    public func problems(calendars: Set<String>?) -> [SetupProblem] {
        var found: [SetupProblem] = []
        if teams.isEmpty { found.append(SetupProblem("teams", "there is no team; write at least one")) }
        found += Self.doubles(teams.map(\.id), "teams") + Self.doubles(agents.map(\.id), "agents")
        found += Self.doubles(sites.map(\.id), "sites")
        for (index, site) in sites.enumerated() { found += problems(of: site, "sites[\(index)]") }
        for (index, team) in teams.enumerated() { found += problems(of: team, "teams[\(index)]") }
        for (index, agent) in agents.enumerated() { found += problems(of: agent, "agents[\(index)]", calendars) }
        return found
    }

    private func problems(of team: Team, _ path: String) -> [SetupProblem] {
        var found = Self.keyProblems(team.id, "\(path).id") + Self.nameProblems(team.name, "\(path).name")
        for (field, agent) in [("lead", team.lead), ("manager", team.manager)] {
            if let agent, !agents.contains(where: { $0.id == agent }) {
                found.append(SetupProblem("\(path).\(field)", "there is no agent '\(agent)'; add one or name another"))
            }
        }
        return found
    }

    private func problems(of agent: Agent, _ path: String, _ calendars: Set<String>?) -> [SetupProblem] {
        var found = Self.keyProblems(agent.id, "\(path).id") + Self.nameProblems(agent.name, "\(path).name")
        func require(_ holds: Bool, _ field: String, _ message: String) {
            if !holds { found.append(SetupProblem("\(path).\(field)", message)) }
        }
        require(
            teams.contains { $0.id == agent.team },
            "team",
            "there is no team '\(agent.team)'; add one or name another"
        )
        require(
            calendars?.contains(agent.calendar) ?? true,
            "calendar",
            "there is no calendar '\(agent.calendar)'; define it in the calendars document or name another"
        )
        require(
            (0...1_000_000).contains(agent.capacity),
            "capacity",
            "\(agent.capacity) is no capacity; write 0 to 1000000"
        )
        require(
            Self.isLanguage(agent.language),
            "language",
            "'\(agent.language)' is no language tag; write de or zh-Hant"
        )
        require(agent.email.map(Self.isAddress) ?? true, "email", "this is no mail address; write name@example.com")
        for (category, level) in agent.skills.sorted(by: { $0.key < $1.key }) {
            require(
                Category(rawValue: category) != nil,
                "skills.\(category)",
                "there is no such category; use one of \(Category.allCases.map(\.rawValue).joined(separator: ", "))"
            )
            require((1...3).contains(level), "skills.\(category)", "level \(level) does not exist; write 1, 2 or 3")
        }
        for language in agent.languages.keys.sorted() {
            require(Self.isLanguage(language), "languages.\(language)", "this is no language tag; write de or zh-Hant")
        }
        for (index, country) in agent.countries.enumerated() {
            require(
                Self.isCountry(country),
                "countries[\(index)]",
                "'\(country)' is no country; write two capital letters"
            )
        }
        return found + networkProblems(of: agent, path)
    }

    private static func doubles(_ ids: [String], _ path: String) -> [SetupProblem] {
        var seen: Set<String> = []
        return ids.enumerated().filter { !seen.insert($0.element).inserted }.map {
            SetupProblem(
                "\(path)[\($0.offset)].id",
                "'\($0.element)' is there twice; give every entry an id of its own"
            )
        }
    }

    static func keyProblems(_ key: String, _ path: String) -> [SetupProblem] {
        let letters = key.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || [0x2d, 0x2e, 0x5f].contains(byte)
        }
        guard !letters || key.isEmpty || key.utf8.count > 64 else { return [] }
        return [SetupProblem(path, "'\(key.prefix(64))' is no id; use 1 to 64 of a-z, 0-9, dot, dash and underscore")]
    }

    static func nameProblems(_ name: String, _ path: String) -> [SetupProblem] {
        let sound = (1...200).contains(name.count) && !name.contains { $0.isNewline || $0 == "\0" }
        return sound ? [] : [SetupProblem(path, "write a name of 1 to 200 characters on one line")]
    }

    /// A language tag by its shape: two or three letters, then subtags (RFC 5646 §2.1).
    static func isLanguage(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), tag.utf8.count <= 35 else { return false }
        return first.allSatisfy { $0.isASCII && $0.isLetter }
            && parts.dropFirst().allSatisfy { part in
                (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }

    static func isCountry(_ code: String) -> Bool {
        code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    }

    private static func isAddress(_ text: String) -> Bool {
        (try? ContactPoint.email(text)) != nil
    }
}
