import BusinessTime
import ClockRecord
import FoundationEssentials
import Logging
import Postgres
import Setup
import Synchronization
import WorkerKit

/// Policy and calendars as an operator loaded them, or the built-in ones.
final class TargetsInForce: Sendable {
    typealias Stamp = ClockStamp
    typealias Targets = ClockTargets

    private let policies: SetupCache<SLAPolicy, SLAPolicy>
    private let calendars: SetupCache<CalendarBook, Calendars>
    private let latest = Mutex(ClockTargets.builtIn)
    private let log: Logger

    init(patience: Duration, log: Logger) {
        policies = SetupCache(.slaPolicy, standard: .standard, patience: patience) { policy in
            try policy.validate()
            return policy
        }
        calendars = SetupCache(.calendars, standard: .builtIn, patience: patience) { try Calendars($0) }
        self.log = log
    }

    /// Targets as of now.
    ///
    /// What cannot be read is logged and leaves the former ones in force: an unreadable document must not stop
    /// the clocks.
    func current(in transaction: Transaction) async throws -> Targets {
        do {
            let policy = try await policies.current(in: transaction)
            let calendars = try await calendars.current(in: transaction)
            let targets = Targets(
                policy: policy.body,
                calendars: calendars.body,
                stamp: Stamp(policy: String(policy.version), calendar: String(calendars.version))
            )
            latest.withLock { $0 = targets }
            return targets
        } catch let error as PostgresError {
            throw error
        } catch {
            log.error(
                "policy or calendars cannot be read, the former ones stay in force: load the setup again",
                [.reason: "\(String(reflecting: type(of: error)))"]
            )
            return latest.withLock { $0 }
        }
    }
}
