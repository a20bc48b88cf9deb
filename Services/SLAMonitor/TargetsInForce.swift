import BusinessTime
import FoundationEssentials
import Logging
import Postgres
import Setup
import Synchronization
import WorkerKit

/// Policy and calendars as an operator loaded them, or the built-in ones.
final class TargetsInForce: Sendable {
    /// Versions of what clocks were counted by; "0" is built in.
    struct Stamp: Hashable, Sendable {
        let policy: String
        let calendar: String
    }

    /// What one turn counts by.
    struct Targets: Sendable {
        let policy: SLAPolicy
        let calendars: Calendars
        let stamp: Stamp

        /// Whether some rule has clocks that depend on who has the ticket.
        var followAssignments: Bool { policy.rules.contains { $0.targets.followAssignments } }

        static let builtIn = Targets(
            policy: .standard,
            calendars: .builtIn,
            stamp: Stamp(policy: "0", calendar: "0")
        )
    }

    private let policies: SetupCache<SLAPolicy, SLAPolicy>
    private let calendars: SetupCache<CalendarBook, Calendars>
    private let latest = Mutex(Targets.builtIn)
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

/// Every calendar compiled, and which of them counts for a country.
struct Calendars: Sendable {
    /// Round the clock everywhere.
    static let builtIn = Calendars(book: .builtIn, compiled: [:])

    private let book: CalendarBook
    private let compiled: [String: WorkCalendar]

    /// Compiles a book.
    ///
    /// - Throws: `CalendarError` for a calendar that cannot be read; loading a better one helps.
    init(_ book: CalendarBook) throws(CalendarError) {
        var compiled: [String: WorkCalendar] = [:]
        for (name, definition) in book.calendars { compiled[name] = try WorkCalendar(definition, mustOpenAfter: nil) }
        self.init(book: book, compiled: compiled)
    }

    private init(book: CalendarBook, compiled: [String: WorkCalendar]) {
        self.book = book
        self.compiled = compiled
    }

    /// The calendar that counts the business time of tickets from a country.
    func calendar(for country: String?) -> (name: String, calendar: WorkCalendar) {
        let name = book.name(forCountry: country)
        return compiled[name].map { (name, $0) } ?? (CalendarBook.alwaysName, WallCalendar.always)
    }
}
