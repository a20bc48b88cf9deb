import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials
import Postgres
import Setup

/// Targets to be tried.
struct Proposal: Sendable {
    /// Replaces every policy; nil where the stored ones stay.
    let policy: SLAPolicy?
    /// Replaces all calendars; nil where the stored ones stay.
    let calendars: Calendars?
    /// Where both come from, for the report.
    let names: JSONValue

    /// Whether anything is replaced.
    var isChange: Bool { policy != nil || calendars != nil }

    /// Reads and checks the files; one that says what is in force replaces nothing.
    ///
    /// - Throws: `Failure` naming the file and everything that is wrong with it.
    init(policy: String?, calendars: String?, in transaction: Transaction) async throws {
        let named = [
            try policy.map { try SetupFolder.file(at: $0, of: .slaPolicy) },
            try calendars.map { try SetupFolder.file(at: $0, of: .calendars) },
        ].compactMap { $0 }
        let rows = try await transaction.rows("SELECT aftersail.now() AS now")
        let now: Date = try rows.first.map { row in try row("now") } ?? .distantPast
        let files = try SetupHolidays(now: now).expanded(named)
        let complaints = SetupCheck(files: files, inForce: [:], now: now).complaints()
        guard complaints.isEmpty else { throw Failure(.badData, complaints.joined(separator: "\n")) }
        let newPolicy = try await Self.replacing(files.first { $0.kind == .slaPolicy }, in: transaction)
        let newCalendars = try await Self.replacing(files.first { $0.kind == .calendars }, in: transaction)
        self.policy = try newPolicy?.decoded(SLAPolicy.self)
        self.calendars = try (newCalendars?.decoded(CalendarBook.self)).map { try Calendars($0) }
        names = .object([
            "policy": newPolicy.map { .string($0.name) } ?? .null,
            "calendars": newCalendars.map { .string($0.name) } ?? .null,
        ])
    }

    /// What a clock is counted by instead of these targets.
    func instead(of targets: ClockTargets) -> ClockTargets {
        ClockTargets(policy: policy ?? targets.policy, calendars: calendars ?? targets.calendars, stamp: targets.stamp)
    }

    private static func replacing(_ file: SetupFile?, in transaction: Transaction) async throws -> SetupFile? {
        guard let file else { return nil }
        let rows = try await transaction.rows(
            "SELECT 1 AS one FROM setup_document WHERE kind = $1 AND active AND body_sha256 = $2",
            file.kind.rawValue,
            Bytes(file.sha256)
        )
        return rows.isEmpty ? file : nil
    }
}
