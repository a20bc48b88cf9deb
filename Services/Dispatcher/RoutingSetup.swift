import FoundationEssentials
import Postgres
import Routing
import Setup
import WorkerKit

/// Policy and calendars in force, at most five seconds old.
struct RoutingSetup: Sendable {
    private let dutyTeam: String
    private let policy: SetupCache<RoutingPolicy, RoutingPolicy>
    private let calendars: SetupCache<CalendarBook, ShiftBook>
    private let organisation: SetupCache<Unread, Void>
    /// Agents' skills and languages, decoded once a text.
    let abilities = AbilityCache()

    init(dutyTeam: String) {
        self.dutyTeam = dutyTeam
        policy = SetupCache(.routingPolicy, standard: .standard) { $0 }
        calendars = SetupCache(.calendars, standard: ShiftBook(.builtIn)) { ShiftBook($0) }
        organisation = SetupCache(.organisation, standard: ()) { _ in }
    }

    /// Only the version of the document counts: its people have rows.
    private struct Unread: Decodable, Sendable {}

    /// What decides in this turn.
    func current(in turn: Turn) async throws -> (rules: DispatchRules, shifts: ShiftBook) {
        let policy = try await policy.current(in: turn.transaction)
        let calendars = try await calendars.current(in: turn.transaction)
        let organisation = try await organisation.current(in: turn.transaction)
        var rules = DispatchRules(
            policy: policy.body,
            calendarsVersion: calendars.version,
            organisationVersion: organisation.version,
            dutyTeam: dutyTeam,
            now: turn.now
        )
        rules.policy.version = policy.version
        return (rules, calendars.body)
    }
}
