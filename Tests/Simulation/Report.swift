import FoundationEssentials
import Proving

/// What came of a run, for a person and as one line.
struct Report: Sendable {
    /// Places of one kind that are named.
    private static let named = 5

    let plan: RunPlan
    /// Hourly looks, and the clocks that were compared in them.
    let looks: Int
    let clocksSeen: Int
    /// Places that one look found behind and the next in order.
    let lateSeen: Int
    let findings: Findings
    let broken: [Finding]
    let facts: [(name: String, count: Int)]
    /// How often, and how many seconds of the machine, the product's clock was held back.
    let held: (count: Int, seconds: Double)
    /// Seconds of the machine in which workers were replaced or nothing moved.
    let stillness: Double

    var isKept: Bool { broken.isEmpty }

    var text: String {
        var lines = [
            "", "simulation: seed \(plan.seed), \(plan.days) days from \(plan.start.moment), rate \(Int(plan.rate))",
            "",
        ]
        lines += facts.map { "  \($0.name.padded(40))\($0.count)" }
        lines += [
            "",
            "  " + "how late it was told".padded(24) + "count   p50 s   p99 s   max s   of the machine: p50, p99, max",
        ]
        for (metric, figures) in lateness {
            let virtual = [figures.p50, figures.p99, figures.max].map { "\(Int($0.rounded()))".padded(8) }.joined()
            let real = [figures.p50, figures.p99, figures.max].map { ($0 / plan.rate).text }.joined(separator: "  ")
            lines.append("  " + metric.padded(24) + "\(figures.count)".padded(8) + virtual + real)
        }
        lines.append("")
        for (name, text) in checks { lines.append("  " + name.padded(40) + text) }
        lines.append("")
        for kind in Finding.Kind.allCases {
            let some = broken.filter { $0.kind == kind }
            guard !some.isEmpty else { continue }
            lines.append("  BROKEN: \(kind.rawValue): \(some.count)")
            lines += some.prefix(Self.named).map { "    \($0.detail)" }
        }
        lines.append(isKept ? "every promise kept" : "promises BROKEN")
        return lines.joined(separator: "\n")
    }

    private var checks: [(String, String)] {
        let silence = findings.silences.max().map { "\(Int($0))" } ?? "0"
        return [
            ("steps that had to be told", "\(findings.owed), and \(findings.open) whose time was too short to be sure"),
            ("clocks compared at the end", "\(findings.clocks)"),
            ("clocks compared on the way", "\(clocksSeen) in \(looks) looks, \(lateSeen) late"),
            ("longest silence beyond its target", "\(silence) s, \(findings.silences.count) beyond it at all"),
            ("assignments looked at", "\(findings.assignments)"),
            (
                "without an agent",
                "p50 \(waits?.p50.text ?? "-") s, p99 \(waits?.p99.text ?? "-") s, longest \(waits?.max.text ?? "-") s, "
                    + "bound \((plan.longestWait * 3_600).text) s"
            ),
            (
                "Gini of relative load on shift",
                "p50 \(evenness?.p50.text ?? "-"), max \(evenness?.max.text ?? "-") in \(evenness?.count ?? 0) looks, "
                    + "bound of p50 \(plan.unevenness.text)"
            ),
            ("clock held back", "\(held.count) times, \(held.seconds.text) s of the machine"),
            ("replaced or standing still", "\(stillness.text) s of the machine"),
        ]
    }

    private var waits: Figures? { Figures(findings.agentWaits) }
    private var evenness: Figures? { Figures(findings.unevenness) }

    /// By metric, and all together.
    private var lateness: [(metric: String, figures: Figures)] {
        let groups = Dictionary(grouping: findings.lateness, by: \.metric)
        let own = groups.keys.sorted().compactMap { metric in
            Figures(groups[metric, default: []].map(\.seconds)).map { (metric, $0) }
        }
        return own + [Figures(findings.lateness.map(\.seconds)).map { ("all", $0) }].compactMap { $0 }
    }

    /// One line with stable keys.
    func json() throws -> String {
        let line = Line(
            seed: plan.seed,
            start: plan.start.moment,
            days: plan.days,
            rate: plan.rate,
            restart: plan.restart.rawValue,
            kept: isKept,
            broken: Dictionary(grouping: broken, by: \.kind.rawValue).mapValues(\.count),
            facts: Dictionary(uniqueKeysWithValues: facts.map { ($0.name, $0.count) }),
            latenessSeconds: Dictionary(uniqueKeysWithValues: lateness.map { ($0.metric, $0.figures) }),
            owed: findings.owed,
            looks: looks,
            clocks: clocksSeen + findings.clocks,
            silenceBeyondTargetSeconds: findings.silences.max() ?? 0,
            assignments: findings.assignments,
            agentWaitSeconds: waits,
            unevenness: evenness
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    private struct Line: Encodable {
        let seed: UInt64
        let start: String
        let days, rate: Double
        let restart: String
        let kept: Bool
        let broken, facts: [String: Int]
        let latenessSeconds: [String: Figures]
        let owed, looks, clocks: Int
        let silenceBeyondTargetSeconds: Double
        let assignments: Int
        let agentWaitSeconds, unevenness: Figures?
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
