import BusinessTime
import FoundationEssentials
public import Postgres
import Setup

/// Policies and calendars by version: what is in force, and what clocks were counted by before.
///
/// Versions are read when they are first needed and kept.
public struct TargetVersions: Sendable {
    /// Versions in force; "0" is built in.
    public let current: ClockStamp
    private let loadings: [(version: Int, at: Date)]
    private var policies: [String: SLAPolicy] = ["0": .standard]
    private var calendars: [String: Calendars] = ["0": .builtIn]

    /// What is in force in this transaction's snapshot.
    public init(in transaction: Transaction) async throws {
        let (policy, calendar, loadings) = try await together(
            { try await SetupDocuments.version(of: .slaPolicy, in: transaction) },
            { try await SetupDocuments.version(of: .calendars, in: transaction) },
            { try await SetupDocuments.loadings(of: .slaPolicy, in: transaction) }
        )
        current = ClockStamp(policy: String(policy), calendar: String(calendar))
        self.loadings = loadings
        try await read([current], in: transaction)
    }

    /// Reads the versions of these stamps that are not known yet.
    ///
    /// - Throws: `PostgresError`, or what decoding and compiling a document throws.
    public mutating func read(_ stamps: some Sequence<ClockStamp> & Sendable, in transaction: Transaction) async throws
    {
        let wantedPolicies = Set(stamps.map(\.policy)).subtracting(policies.keys).compactMap { Int($0) }
        let wantedCalendars = Set(stamps.map(\.calendar)).subtracting(calendars.keys).compactMap { Int($0) }
        for document in try await SetupDocuments.load(
            .slaPolicy,
            versions: wantedPolicies,
            as: SLAPolicy.self,
            from: transaction
        ) {
            policies[String(document.version)] = document.body
        }
        for document in try await SetupDocuments.load(
            .calendars,
            versions: wantedCalendars,
            as: CalendarBook.self,
            from: transaction
        ) {
            calendars[String(document.version)] = try Calendars(document.body)
        }
    }

    /// Reads every policy that was loaded after a version.
    public mutating func readPolicies(after version: String, in transaction: Transaction) async throws {
        let later = loadings.map(\.version).filter { $0 > Int(version) ?? 0 }
        try await read(later.map { ClockStamp(policy: String($0), calendar: current.calendar) }, in: transaction)
    }

    /// The targets of a stamp; nil when a version is unknown, or was not read.
    public subscript(_ stamp: ClockStamp) -> ClockTargets? {
        guard let policy = policies[stamp.policy], let calendars = calendars[stamp.calendar] else { return nil }
        return ClockTargets(policy: policy, calendars: calendars, stamp: stamp)
    }

    /// Known policies that were loaded after a version, and not after an instant.
    func policies(after version: String, until instant: Date) -> [SLAPolicy] {
        loadings.filter { $0.version > Int(version) ?? 0 && $0.at <= instant }
            .compactMap { policies[String($0.version)] }
    }
}
