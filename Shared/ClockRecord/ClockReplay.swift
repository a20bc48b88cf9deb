import BusinessTime
public import FoundationEssentials

/// A stored clock beside what its ticket's record makes of it.
public struct ClockReplay: Sendable {
    /// How far both agree.
    public enum Agreement: String, Sendable, CaseIterable {
        /// The stored row is what the ledger and the stored versions give now.
        case exact
        /// It is what they gave at the last reading; nobody has read since what happened later.
        case unread
        /// It was ended by a policy that had no target for it any more, or because no acknowledgement could be sent.
        case dropped
        /// It cannot be derived.
        case differing
    }

    /// Which clock.
    public let key: ClockKey
    /// The row of the database; nil when there is none yet.
    public let stored: ClockRow?
    /// The clock as of now, by the versions stored with it; as stored where that cannot be derived.
    public let present: ClockRow?
    /// How far both agree.
    public let agreement: Agreement
}

extension RecordedTicket {
    /// Every clock that is stored, and those that the next reading would add, in order of their keys.
    ///
    /// `versions` must know all ``stamps``, and for clocks that were dropped the policies after them.
    public func replays(_ versions: TargetVersions, now: Date) -> [ClockReplay] {
        var derived: [ClockStamp: [ClockKey: ClockRow]] = [:]
        for stamp in stamps.union([versions.current]) {
            if let targets = versions[stamp] { derived[stamp] = rows(by: targets, now: now) }
        }
        let stored = clocks.values.map { row in
            let present = derived[row.stamp]?[row.key]
            return replay(of: row, present, versions)
        }
        let missing = missingRows(versions)
        let lost = missing.values.map { ClockReplay(key: $0.key, stored: nil, present: $0, agreement: .differing) }
        let begun = (derived[versions.current] ?? [:]).values.filter { row in
            clocks[row.key] == nil && missing[row.key] == nil && !isOver(row)
        }
        let next = lost + begun.map { ClockReplay(key: $0.key, stored: nil, present: $0, agreement: .unread) }
        return (stored + next).sorted { $0.key < $1.key }
    }

    private func replay(of row: ClockRow, _ present: ClockRow?, _ versions: TargetVersions) -> ClockReplay {
        func verdict(_ agreement: ClockReplay.Agreement, _ present: ClockRow?) -> ClockReplay {
            ClockReplay(key: row.key, stored: row, present: present, agreement: agreement)
        }
        if let present, present.agrees(with: row) { return verdict(.exact, present) }
        if let present, wasSo(row, versions) { return verdict(.unread, present) }
        return isDropped(row, versions) ? verdict(.dropped, row) : verdict(.differing, row)
    }

    /// Whether the row is what the last reading found.
    ///
    /// Lines of transactions that were under way then may have been written down before it, and were not seen.
    private func wasSo(_ row: ClockRow, _ versions: TargetVersions) -> Bool {
        guard let targets = versions[row.stamp], let readAt else { return false }
        let late = lines.map(\.recordedAt).filter { $0 <= readAt && $0 > readAt.addingTimeInterval(-Self.longestTurn) }
        let cuts = [readAt] + late.map { $0.addingTimeInterval(-1e-6) }.reversed()
        return cuts.contains { cut in
            rows(by: targets, now: readAt, until: cut)[row.key]?.agrees(with: row) ?? false
        }
    }

    /// Seconds within which every transaction has ended.
    private static let longestTurn = 60.0

    /// Whether the row was ended for want of a target, by a reading that found it open.
    private func isDropped(_ row: ClockRow, _ versions: TargetVersions) -> Bool {
        guard let stopped = row.stoppedAt, let targets = versions[row.stamp] else { return false }
        // It ended by itself, and work that began again found no target for it.
        let atEnd = rows(by: targets, now: stopped, until: stopped)[row.key]
        if let atEnd, atEnd.agrees(with: row) {
            return isWithoutTarget(row, targets, versions, until: readAt ?? stopped)
        }
        guard row.state == .cancelled || row.state == .breached else { return false }
        let metric = SLAMetric(rawValue: row.key.metric)
        let clocks = derived(by: targets, now: stopped, until: stopped)?.clocks.clocks ?? []
        guard let open = clocks.first(where: { ClockKey($0) == row.key }) else {
            // Counted before the ticket was sorted anew: its present rule has no such target.
            return metric.map { !hasTarget($0, targets.policy, like: nil) } ?? false
        }
        // What ended the ticket may have been read by the same reading.
        guard open.stoppedAt.map({ $0.microseconds == stopped.microseconds }) ?? true,
            open.startedAt.microseconds == row.startedAt.microseconds,
            open.dueAt?.microseconds == row.dueAt?.microseconds
        else { return false }
        if metric == .acknowledgement, head.cannotBeAcknowledged { return true }
        return isWithoutTarget(row, targets, versions, until: stopped)
    }

    /// Whether some policy that was loaded later has no target for the clock.
    private func isWithoutTarget(
        _ row: ClockRow,
        _ targets: ClockTargets,
        _ versions: TargetVersions,
        until instant: Date
    ) -> Bool {
        guard let metric = SLAMetric(rawValue: row.key.metric) else { return false }
        return versions.policies(after: row.stamp.policy, until: instant).contains { policy in
            !hasTarget(metric, policy, like: targets.policy)
        }
    }

    /// Whether a policy measures the ticket so; of departments, whether it does as another policy did.
    private func hasTarget(_ metric: SLAMetric, _ policy: SLAPolicy, like other: SLAPolicy?) -> Bool {
        let targets = policy.rule(for: head.subject).targets
        guard metric == .department else { return targets.target(of: metric) != nil }
        return other.map { $0.rule(for: head.subject).targets.departments == targets.departments } ?? false
    }

    /// Clocks that the last reading must have stored and that are not there.
    private func missingRows(_ versions: TargetVersions) -> [ClockKey: ClockRow] {
        guard let readAt, let last = stamps.max(), let targets = versions[last] else { return [:] }
        let cut = readAt.addingTimeInterval(-Self.longestTurn)
        return rows(by: targets, now: readAt, until: cut).filter { clocks[$0.key] == nil }
    }

    /// A clock of the past that nobody stored: no target counted it while it ran.
    private func isOver(_ row: ClockRow) -> Bool {
        guard let stopped = row.stoppedAt, let readAt else { return false }
        return stopped <= readAt
    }
}
