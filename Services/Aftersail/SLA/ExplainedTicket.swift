import BusinessTime
import ClockRecord
import FoundationEssentials
import Postgres

/// Every clock of a ticket with its derivation.
struct ExplainedTicket: Encodable, Sendable {
    /// Versions of setup documents; "0" is built in.
    struct Versions: Encodable, Hashable, Sendable {
        let policy: String
        let calendars: String

        init(_ stamp: ClockStamp) { (policy, calendars) = (stamp.policy, stamp.calendar) }
    }

    /// Policy, rule and calendar of the clocks that were counted by these versions.
    struct Basis: Encodable, Sendable {
        let versions: Versions
        let basis: SLAExplanation.Basis
    }

    let ticket: String
    /// The instant that everything is told for.
    let asOf: Date
    let openedAt: Date
    /// When the message reached us; clocks start then, within bounds.
    let receivedAt: Date
    let isMachine: Bool
    let subject: SLASubject
    let inForce: Versions
    let bases: [Basis]
    let clocks: [ExplainedClock]

    /// Reads a ticket and derives its clocks in one snapshot.
    static func read(_ id: UUID, in transaction: Transaction) async throws -> ExplainedTicket {
        let (clock, tickets, told, found) = try await together(
            { try await transaction.rows("SELECT aftersail.now() AS now, number FROM ticket WHERE id = $1", id) },
            { try await transaction.recordedTickets([id]) },
            { try await transaction.notices(of: [id]) },
            { try await TargetVersions(in: transaction) }
        )
        var versions = found
        guard let row = clock.first, let ticket = tickets.first else {
            throw Failure(.tryLater, "the ticket is gone: try again")
        }
        try await versions.read(ticket.stamps, in: transaction)
        try await versions.readPolicies(after: "0", in: transaction)
        return ExplainedTicket(
            try row("number"),
            ticket,
            told.map(\.1),
            versions,
            now: try row("now")
        )
    }

    init(_ number: String, _ record: RecordedTicket, _ notices: [Notice], _ versions: TargetVersions, now: Date) {
        let replays = record.replays(versions, now: now)
        let stamps = Set(replays.map { $0.stored?.stamp ?? versions.current })
        var bases: [Basis] = []
        var clocks: [ExplainedClock] = []
        for stamp in stamps.sorted() {
            guard let targets = versions[stamp], let derived = record.derived(by: targets, now: now) else { continue }
            let explanation = derived.clocks.explanation(calendar: derived.calendar, now: now)
            bases.append(Basis(versions: Versions(stamp), basis: explanation.basis))
            clocks += replays.filter { ($0.stored?.stamp ?? versions.current) == stamp }.compactMap { replay in
                let shown = Self.shown(replay, explanation, record, targets)
                return shown.map { clock, rule in
                    let zone = derived.clocks.facts.calendar.zone
                    let told = notices.filter { $0.clock == replay.key }
                    return ExplainedClock(
                        clock: clock,
                        replay: replay,
                        versions: Versions(stamp),
                        steps: ExplainedStep.all(
                            of: clock,
                            rule,
                            told,
                            version: replay.stored?.deadlineVersion,
                            in: zone,
                            now: now
                        ),
                        inForce: Self.other(replay, record, versions, zone, now)
                    )
                }
            }
        }
        ticket = number
        asOf = now
        openedAt = record.head.openedAt
        receivedAt = record.head.clockStart
        isMachine = record.head.isMachine
        subject = record.head.subject
        inForce = Versions(versions.current)
        self.bases = bases
        self.clocks = clocks.sorted { $0.order < $1.order }
    }

    /// The clock's explanation; one that was dropped is told as it stood then.
    private static func shown(
        _ replay: ClockReplay,
        _ explanation: SLAExplanation,
        _ record: RecordedTicket,
        _ targets: ClockTargets
    ) -> (SLAExplanation.Clock, SLARule)? {
        var (explanation, rule) = (explanation, targets.policy.rule(for: record.head.subject))
        if replay.agreement == .dropped, let stopped = replay.stored?.stoppedAt,
            let then = record.derived(by: targets, now: stopped, until: stopped)
        {
            explanation = then.clocks.explanation(calendar: then.calendar, now: stopped)
            rule = then.clocks.rule
        }
        guard var clock = explanation.clocks.first(where: { $0.key == replay.key }) else { return nil }
        clock.state = replay.present?.state ?? clock.state
        return (clock, rule)
    }

    /// The deadline by the versions in force, where it is another one.
    private static func other(
        _ replay: ClockReplay,
        _ record: RecordedTicket,
        _ versions: TargetVersions,
        _ zone: Zone,
        _ now: Date
    ) -> ExplainedClock.Other? {
        guard let stored = replay.stored, stored.stamp != versions.current, let targets = versions[versions.current]
        else { return nil }
        let row = record.rows(by: targets, now: now)[replay.key]
        guard let row else { return replay.agreement == .dropped ? nil : .init(due: nil, hasTarget: false) }
        guard row.dueAt?.microseconds != stored.dueAt?.microseconds else { return nil }
        return .init(due: row.dueAt.map { LocalMoment($0, in: zone) }, hasTarget: true)
    }
}

extension SLAExplanation.Clock {
    var key: ClockKey { ClockKey(metric: metric.rawValue, cycle: cycle) }
}
