import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials

/// Counts of a dry run.
struct DryRunSummary: Sendable {
    /// Clocks of one metric, on one side.
    struct Side: Sendable {
        private(set) var clocks = 0
        private(set) var met = 0
        private(set) var breached = 0

        mutating func count(_ row: ClockRow?) {
            guard let row else { return }
            clocks += 1
            if row.state == .met { met += 1 }
            if row.state == .breached { breached += 1 }
        }

        /// Met of those that are decided, in percent; nil when none is.
        var attainment: Double? {
            met + breached == 0 ? nil : (Double(met) / Double(met + breached) * 1_000).rounded() / 10
        }

        var value: JSONValue {
            .object([
                "clocks": .count(clocks), "met": .count(met), "breached": .count(breached),
                "in_time_percent": attainment.map { .number("\($0)") } ?? .null,
            ])
        }
    }

    /// One metric before and after.
    struct Metric: Sendable {
        var then = Side()
        var now = Side()
        var changes: [ClockChange.Kind: Int] = [:]
    }

    private(set) var metrics: [String: Metric] = [:]
    private(set) var agreements: [ClockReplay.Agreement: Int] = [:]
    /// Stored clocks looked at.
    private(set) var stored = 0
    var tickets = 0
    let isChange: Bool
    private let asOf: Date
    private let since: Date
    private let current: ClockStamp
    private let names: JSONValue

    init(asOf: Date, since: Date, current: ClockStamp, proposal: Proposal) {
        self.asOf = asOf
        self.since = since
        self.current = current
        isChange = proposal.isChange
        names = proposal.names
    }

    /// Whether every stored clock is what the record gives, and nothing changes.
    var isSame: Bool { agreements[.differing, default: 0] == 0 && metrics.values.allSatisfy(\.changes.isEmpty) }

    /// Counts how far a stored clock and its replay agree.
    mutating func check(_ replay: ClockReplay?) {
        guard let replay, replay.stored != nil || replay.agreement == .differing else { return }
        stored += replay.stored == nil ? 0 : 1
        agreements[replay.agreement, default: 0] += 1
    }

    /// Counts a clock of the period.
    mutating func count(_ change: ClockChange) {
        var metric = metrics[change.key.metric] ?? Metric()
        metric.then.count(change.then)
        metric.now.count(change.now)
        if let kind = change.kind { metric.changes[kind, default: 0] += 1 }
        metrics[change.key.metric] = metric
    }

    /// One object for each metric, in the order in which they are declared.
    var rows: [JSONValue] {
        SLAMetric.allCases.compactMap { name in
            metrics[name.rawValue].map { metric in
                let changes = ClockChange.Kind.allCases.map { ($0.rawValue, JSONValue.count(metric.changes[$0] ?? 0)) }
                return .object([
                    "metric": .string(name.rawValue), "then": metric.then.value, "now": metric.now.value,
                    "changes": .object(Dictionary(uniqueKeysWithValues: changes)),
                ])
            }
        }
    }

    /// Everything but the list of changes.
    var value: [String: JSONValue] {
        let agreed = ClockReplay.Agreement.allCases.map { ($0.rawValue, JSONValue.count(agreements[$0] ?? 0)) }
        return [
            "as_of": .string(RFC3339.text(asOf)), "since": .string(RFC3339.text(since)), "tickets": .count(tickets),
            "stored_clocks": .count(stored), "reproduced": .object(Dictionary(uniqueKeysWithValues: agreed)),
            "in_force": .object(["policy": .string(current.policy), "calendars": .string(current.calendar)]),
            "tried": names, "metrics": .array(rows),
        ]
    }
}
