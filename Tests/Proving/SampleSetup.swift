import FoundationEssentials
public import Tickets

/// The shipped setup with a roster that never sleeps and hardly ever fills.
public enum SampleSetup {
    /// A folder to load; the caller need not remove it.
    ///
    /// `skills` are the categories that everybody can do; `origin` is another version's `ops/setup`.
    public static func folder(
        agents: Int = 20,
        capacity: Int = 100_000,
        skills: [Tickets.Category] = Tickets.Category.allCases,
        origin: String? = nil
    ) throws -> String {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "ops/setup").path
        let folder = FileManager.default.temporaryDirectory.appending(path: "aftersail-setup-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: origin ?? shipped, toPath: folder)
        try Data(organisation(agents, capacity, skills).utf8).write(to: URL(filePath: folder + "/organisation.yaml"))
        return folder
    }

    private static func organisation(_ agents: Int, _ capacity: Int, _ categories: [Tickets.Category]) -> String {
        let skills = categories.map { "\($0.rawValue): 2" }.joined(separator: ", ")
        let rows = (1...agents).map { number in
            """
              - { id: agent\(number), name: Agent \(number), email: agent\(number)@staff.example, language: en, team: duty,
                  calendar: always, capacity: \(capacity), skills: { \(skills) },
                  languages: { en: native, zh: fluent, es: fluent, de: fluent, ar: fluent, vi: fluent } }
            """
        }
        return """
            kind: organisation
            teams:
              - { id: duty, name: Duty, lead: agent1, manager: agent1 }
            agents:
            \(rows.joined(separator: "\n"))

            """
    }
}
