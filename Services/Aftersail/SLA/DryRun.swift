import BusinessTime
import ClockRecord
import FoundationEssentials
import Postgres

/// Goes through the recorded tickets in order of their ids, page by page, and compares.
struct DryRun: Sendable {
    /// Tickets in memory at once.
    private static let most = 500

    private let proposal: Proposal
    private let since: Date

    init(_ proposal: Proposal, since: Date) {
        self.proposal = proposal
        self.since = since
    }

    /// Compares every ticket, in the snapshot of a transaction; tells the page of each difference as it goes.
    func run(in transaction: Transaction, _ page: DryRunPage) async throws -> DryRunSummary {
        let now = try await instant(transaction)
        var versions = try await TargetVersions(in: transaction)
        var summary = DryRunSummary(asOf: now, since: since, current: versions.current, proposal: proposal)
        page.begin()
        var last = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        while true {
            let numbers = try await tickets(after: last, in: transaction)
            let records = try await transaction.recordedTickets(numbers.map(\.id))
            try await versions.read(Set(records.flatMap(\.stamps)), in: transaction)
            if let oldest = Self.oldestDropping(records) {
                try await versions.readPolicies(after: oldest, in: transaction)
            }
            let names = Dictionary(uniqueKeysWithValues: numbers.map { ($0.id, $0.number) })
            for record in records {
                let changes = compare(record, names[record.head.id] ?? "", versions, now: now, &summary)
                for change in changes { page.tell(change) }
            }
            guard let end = numbers.last, numbers.count == Self.most else { break }
            last = end.id
            page.progress(summary.tickets)
        }
        return summary
    }

    private func instant(_ transaction: Transaction) async throws -> Date {
        guard let row = try await transaction.rows("SELECT aftersail.now() AS now").first else {
            throw Failure(.fault, "aftersail.clock is empty; run `aftersail doctor`")
        }
        return try row("now")
    }

    private func tickets(after last: UUID, in transaction: Transaction) async throws -> [(id: UUID, number: String)] {
        let rows = try await transaction.rows(
            """
            SELECT t.id, t.number
            FROM ticket t
            WHERE t.id > $1 AND NOT t.machine
              AND (t.opened_at >= $2
                OR EXISTS (
                    SELECT FROM sla_clock k
                    WHERE k.ticket_id = t.id AND (k.stopped_at IS NULL OR k.stopped_at >= $2))
                OR EXISTS (SELECT FROM ticket_event e WHERE e.ticket_id = t.id AND e.at >= $2))
            ORDER BY t.id
            LIMIT $3
            """,
            last,
            since,
            Int64(Self.most)
        )
        return try rows.map { row in (try row("id"), try row("number")) }
    }

    /// The first policy of a clock that may have been dropped by a later one.
    private static func oldestDropping(_ records: [RecordedTicket]) -> String? {
        records.flatMap { $0.clocks.values.filter { $0.stoppedAt != nil }.map(\.stamp.policy) }
            .min { (Int($0) ?? 0) < (Int($1) ?? 0) }
    }

    private func compare(
        _ record: RecordedTicket,
        _ number: String,
        _ versions: TargetVersions,
        now: Date,
        _ summary: inout DryRunSummary
    ) -> [ClockChange] {
        let replays = record.replays(versions, now: now)
        let others = proposal.isChange ? others(record, replays, versions, now) : [:]
        let keys = Set(replays.map(\.key)).union(others.keys).sorted()
        let byKey = Dictionary(uniqueKeysWithValues: replays.map { ($0.key, $0) })
        summary.tickets += 1
        return keys.compactMap { key in
            let replay = byKey[key]
            summary.check(replay)
            let change = ClockChange(number, key, replay, proposal.isChange ? .some(others[key]) : nil)
            let isCounted = [change.then, change.now].contains { $0.map(isWithin) ?? false }
            if isCounted { summary.count(change) }
            return change.kind == nil || !(isCounted || change.kind == .differing) ? nil : change
        }
    }

    /// Each clock under the proposal, where it replaces the targets that the clock was counted by.
    private func others(
        _ record: RecordedTicket,
        _ replays: [ClockReplay],
        _ versions: TargetVersions,
        _ now: Date
    ) -> [ClockKey: ClockRow] {
        var rows: [ClockStamp: [ClockKey: ClockRow]] = [:]
        for stamp in record.stamps.union([versions.current]) {
            guard let targets = versions[stamp] else { continue }
            rows[stamp] = record.rows(by: proposal.instead(of: targets), now: now)
        }
        if proposal.policy != nil { return rows[versions.current] ?? [:] }
        let kept = replays.compactMap { replay -> (ClockKey, ClockRow)? in
            if replay.agreement == .dropped { return replay.stored.map { (replay.key, $0) } }
            return rows[replay.stored?.stamp ?? versions.current]?[replay.key].map { (replay.key, $0) }
        }
        return Dictionary(uniqueKeysWithValues: kept)
    }

    private func isWithin(_ row: ClockRow) -> Bool { row.stoppedAt.map { $0 >= since } ?? true }
}
