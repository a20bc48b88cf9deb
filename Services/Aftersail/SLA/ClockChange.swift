import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials

/// One clock before and after.
struct ClockChange: Sendable {
    /// What became of it.
    enum Kind: String, CaseIterable, Sendable {
        /// Over its deadline now, not then; or the other way round.
        case breached, met
        /// Another deadline, the same end.
        case moved
        /// Only now, or only then.
        case started, gone
        /// The stored row is not what the record gives.
        case differing
    }

    let ticket: String
    let key: ClockKey
    let stored: ClockRow?
    let then: ClockRow?
    let now: ClockRow?
    /// Nil when nothing changed.
    let kind: Kind?

    /// The change from a replay to another row; to itself without another.
    init(_ ticket: String, _ key: ClockKey, _ replay: ClockReplay?, _ other: ClockRow??) {
        self.ticket = ticket
        self.key = key
        stored = replay?.stored
        then = replay?.present
        now = other ?? then
        kind = replay?.agreement == .differing ? .differing : Self.kind(then, now)
    }

    private static func kind(_ then: ClockRow?, _ now: ClockRow?) -> Kind? {
        guard let then else { return now == nil ? nil : .started }
        guard let now else { return .gone }
        if (then.state == .breached) != (now.state == .breached) { return now.state == .breached ? .breached : .met }
        let isSame = then.dueAt?.microseconds == now.dueAt?.microseconds && then.state == now.state
        return isSame ? nil : .moved
    }

    var value: JSONValue {
        .object([
            "ticket": .string(ticket), "metric": .string(key.metric), "cycle": .count(key.cycle),
            "change": .string(kind?.rawValue ?? ""), "stored": Self.value(stored), "then": Self.value(then),
            "now": Self.value(now),
        ])
    }

    private static func value(_ row: ClockRow?) -> JSONValue {
        guard let row else { return .null }
        return .object([
            "state": .string(row.state.rawValue), "due_at": instant(row.dueAt), "stopped_at": instant(row.stoppedAt),
        ])
    }

    private static func instant(_ date: Date?) -> JSONValue { date.map { .string(RFC3339.text($0)) } ?? .null }
}
