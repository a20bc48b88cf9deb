import Contracts
import FoundationEssentials
import Postgres
import Routing
import Setup

/// Roster and rules of a simulation, from files or from what is in force.
struct SimulatedSetup: Sendable {
    /// Files that were named.
    struct Files: Sendable {
        let organisation: String?
        let calendars: String?
        let policy: String?

        var isComplete: Bool { organisation != nil && calendars != nil && policy != nil }
    }

    let organisation: Organisation
    let calendars: CalendarBook
    let policy: RoutingPolicy
    /// Where each comes from, for the page.
    let names: JSONValue

    /// Reads and checks them all.
    ///
    /// - Throws: `Failure` naming the file and everything that is wrong with it.
    static func read(_ files: Files, at instant: Date, _ access: Access) async throws -> SimulatedSetup {
        let stored = files.isComplete ? [:] : try await inForce(access)
        let named = try [
            (SetupKind.organisation, files.organisation), (.calendars, files.calendars), (.routingPolicy, files.policy),
        ].compactMap { kind, path in try path.map { try SetupFolder.file(at: $0, of: kind) } }
        let given = try SetupHolidays(now: instant).expanded(named)
        let complaints = SetupCheck(files: given, inForce: stored.mapValues(\.body), now: instant).complaints()
        guard complaints.isEmpty else { throw Failure(.badData, complaints.joined(separator: "\n")) }
        var names: [String: JSONValue] = [:]
        func file(_ kind: SetupKind) -> SetupFile? {
            if let file = given.first(where: { $0.kind == kind }) {
                names[kind.rawValue] = .string(file.name)
                return file
            }
            names[kind.rawValue] = stored[kind].map { .string("version \($0.version)") } ?? .string("built in")
            return stored[kind].map { SetupFile(name: kind.rawValue, kind: kind, body: $0.body) }
        }
        guard let organisation = try file(.organisation)?.decoded(Organisation.self) else {
            throw Failure(
                .badData,
                "no organisation was ever loaded; run `aftersail setup load`, or give --organisation FILE"
            )
        }
        let calendars = try file(.calendars)?.decoded(CalendarBook.self) ?? .builtIn
        let policy = try file(.routingPolicy)?.decoded(RoutingPolicy.self) ?? .standard
        return SimulatedSetup(
            organisation: organisation,
            calendars: calendars,
            policy: policy,
            names: .object(names)
        )
    }

    private struct Stored: Sendable {
        let version: Int
        let body: JSONValue
    }

    private static func inForce(_ access: Access) async throws -> [SetupKind: Stored] {
        let rows = try await access.read { database in
            try await database.values("SELECT kind, version, body FROM setup_document WHERE active")
        }
        var stored: [SetupKind: Stored] = [:]
        for row in rows {
            guard let kind = row["kind"].string.flatMap({ SetupKind(rawValue: $0) }) else { continue }
            stored[kind] = Stored(version: row["version"].whole ?? 0, body: row["body"])
        }
        return stored
    }
}
