import FoundationEssentials
import Proving

/// What a run has to tell, as tables or as one line of JSON.
struct Report: Sendable {
    /// Longest seconds from a kill until another replica has done the killed one's work.
    static let failoverTarget = 1.0
    /// Longest seconds until every stage goes on, once broker or database is back.
    static let resumeTarget = 2.0
    /// Faults that take broker or database, or the way to them, away.
    private static let outages: Set<FaultKind> = [
        .brokerKill, .brokerRestart, .databaseRestart, .backendKill, .brokerSilent, .brokerCut, .databaseSilent,
        .databaseCut, .memoryAlarm, .diskAlarm, .diskFull,
    ]

    private static let heads = [
        "fault", "times", "resumed p50", "p99", "max s", "failover p50", "p99", "max s",
    ]

    let seed: UInt64
    let minutes: Double
    let verdict: Verdict
    let recoveries: [Recoveries.Recovery]
    let growth: Growth?

    /// Seconds of every failover with another replica alive.
    private var failovers: [Double] {
        recoveries.filter(\.fault.hadPeer).compactMap(\.failover)
    }
    private var resumptions: [Double] {
        recoveries.filter { Self.outages.contains($0.fault.kind) }.map(\.all)
    }
    /// Messages delivered again because of orderly scale-ins.
    private var redelivered: Int? {
        let counts = recoveries.compactMap(\.fault.redelivered)
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    /// Targets that were missed; they are figures of this machine, not promises.
    var missed: [String] {
        var missed: [String] = []
        if let figures = Figures(failovers), figures.p99 > Self.failoverTarget {
            missed.append("crash failover p99 \(figures.p99.text) s > \(Self.failoverTarget) s")
        }
        if let figures = Figures(resumptions), figures.max > Self.resumeTarget {
            missed.append("resume \(figures.max.text) s > \(Self.resumeTarget) s")
        }
        if let redelivered, redelivered > 0 { missed.append("\(redelivered) redelivered by orderly scale-ins") }
        return missed + (growth?.complaints ?? [])
    }

    var text: String {
        var lines = ["", "chaos: seed \(seed), \(minutes) minutes, \(recoveries.count) faults", ""]
        lines += verdict.facts.map { "  \($0.name.padded(44))\($0.count)" }
        lines += ["", Self.row(Self.heads)]
        for kind in FaultKind.allCases {
            let own = recoveries.filter { $0.fault.kind == kind }
            for hadPeer in [true, false] {
                let some = own.filter { $0.fault.hadPeer == hadPeer }
                guard let resumed = Figures(some.map(\.all)) else { continue }
                lines.append(
                    Self.row(
                        [kind.rawValue + (hadPeer ? "" : " (the only one)"), "\(some.count)"]
                            + Self.cells(resumed) + Self.cells(Figures(some.compactMap(\.failover)))
                    )
                )
            }
        }
        lines += slowest + (growth?.lines ?? []) + ending
        return lines.joined(separator: "\n")
    }

    private var slowest: [String] {
        let slow = recoveries.sorted { max($0.all, $0.failover ?? 0) > max($1.all, $1.failover ?? 0) }.prefix(5)
        return ["", "  the slowest:"]
            + slow.map {
                "    \(max($0.all, $0.failover ?? 0).text) s  \($0.last.padded(12))#\($0.fault.number) \($0.fault.detail)"
            }
    }

    private var ending: [String] {
        var lines = [""]
        lines += missed.map { "  target missed: \($0)" }
        lines += verdict.left.map { "  LEFT: \($0)" }
        lines += verdict.badEnds.map { "  WORKER: \($0)" }
        lines += verdict.broken.map { "  BROKEN: \($0.name): \($0.count)" }
        let counts = "0 lost, 0 duplicated, 0 unexpected, 0 innocents parked, nothing left on its way"
        lines.append(verdict.isKept ? "every promise kept: \(counts)" : "promises BROKEN; seed \(seed) brings it back")
        return lines
    }

    private static func cells(_ figures: Figures?) -> [String] {
        guard let figures else { return [] }
        return [figures.p50.text, figures.p99.text, figures.max.text]
    }

    private static func row(_ cells: [String]) -> String {
        "  " + cells.enumerated().map { $0.element.padded($0.offset == 0 ? 30 : 13) }.joined()
    }

    /// One line with stable keys.
    func json() throws -> String {
        let kinds = Dictionary(grouping: recoveries) { $0.fault.kind.rawValue }
        let line = Line(
            seed: seed,
            minutes: minutes,
            kept: verdict.isKept,
            broken: Dictionary(uniqueKeysWithValues: verdict.broken.map { ($0.name, $0.count) }),
            left: verdict.left,
            badEnds: verdict.badEnds,
            facts: Dictionary(uniqueKeysWithValues: verdict.facts.map { ($0.name, $0.count) }),
            resumedSeconds: kinds.compactMapValues { Figures($0.map(\.all)) },
            failoverSeconds: Figures(failovers),
            redelivered: redelivered,
            missed: missed,
            growth: growth
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    private struct Line: Encodable {
        let seed: UInt64
        let minutes: Double
        let kept: Bool
        let broken: [String: Int]
        let left, badEnds: [String]
        let facts: [String: Int]
        let resumedSeconds: [String: Figures]
        let failoverSeconds: Figures?
        let redelivered: Int?
        let missed: [String]
        let growth: Growth?
    }
}

extension Double {
    /// Two digits behind the point.
    var text: String { isFinite ? "\((self * 100).rounded() / 100)" : "never" }
}

extension String {
    /// Filled with spaces to a width.
    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
