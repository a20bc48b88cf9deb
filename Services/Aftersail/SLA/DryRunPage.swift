import Contracts
import Synchronization

/// Tells a dry run: changes as they are found to a program, after the counts to a person.
final class DryRunPage: Sendable {
    private struct State {
        /// Changes kept for the end.
        var kept: [JSONValue] = []
        var told = 0
    }

    private let output: Output
    private let limit: Int
    private let state = Mutex(State())

    init(output: Output, limit: Int) {
        self.output = output
        self.limit = limit
    }

    func begin() {
        if output.isJSON { output.line("{\"changes\": [") }
    }

    func tell(_ change: ClockChange) {
        state.withLock { state in
            if output.isJSON {
                output.line((state.told == 0 ? "  " : ", ") + change.value.text)
            } else if state.kept.count < limit {
                state.kept.append(change.value)
            }
            state.told += 1
        }
    }

    func progress(_ tickets: Int) { output.progress("replayed \(tickets) tickets …") }

    func end(_ summary: DryRunSummary) {
        output.endProgress()
        if output.isJSON {
            let members = summary.value.sorted { $0.key < $1.key }
            let lines = members.map { "\(JSONValue.string($0.key).text): \($0.value.indented())" }
            return output.line("],\n" + lines.joined(separator: ",\n") + "\n}")
        }
        let (kept, told) = state.withLock { ($0.kept, $0.told) }
        head(summary)
        output.line()
        output.rows(summary.rows, columns(summary.isChange), none: "no clock of the period")
        guard told > 0 else { return }
        output.line()
        output.heading(told > kept.count ? "The first \(kept.count) of \(told) changed clocks" : "Changed clocks")
        output.rows(kept, Self.changes, none: "none is listed: --limit 0")
    }

    private func head(_ summary: DryRunSummary) {
        let value = JSONValue.object(summary.value)
        output.heading(
            "\(summary.tickets) tickets opened or active since \(value["since"].shown), as of \(value["as_of"].shown)"
        )
        for (title, key) in [("policy", "policy"), ("calendars", "calendars")] {
            let tried = value["tried.\(key)"].string.map { ", tried: \($0)" } ?? ""
            output.line("  \(TextWidth.pad(title, to: 10)) in force: version \(value["in_force.\(key)"].shown)\(tried)")
        }
        let agreed = value["reproduced"]
        let differing = agreed["differing"].whole ?? 0
        let text =
            "\(summary.stored) stored clocks: \(agreed["exact"].shown) as the record gives them, "
            + "\(agreed["unread"].shown) not read since, \(agreed["dropped"].shown) without target, \(differing) differing"
        output.line("  \(differing > 0 ? output.palette.red(text) : text)")
    }

    private func columns(_ isChange: Bool) -> [Column] {
        func side(_ name: String) -> [Column] {
            [
                Column("clocks \(name)", "\(name).clocks", alignsRight: true),
                Column("met", "\(name).met", alignsRight: true),
                Column("breached", "\(name).breached", alignsRight: true),
                Column("in time %", "\(name).in_time_percent", alignsRight: true),
            ]
        }
        let metric = [Column("metric", "metric")]
        guard isChange else { return metric + side("then") }
        let changes = ["breached", "met", "moved", "started", "gone"].map {
            Column("→ \($0)", "changes.\($0)", alignsRight: true)
        }
        return metric + side("then") + side("now") + changes
    }

    private static let changes = [
        Column("ticket", "ticket"), Column("clock", "metric"), Column("cycle", "cycle", alignsRight: true),
        Column("change", "change"), Column("then", "then.state"), Column("due then", "then.due_at"),
        Column("now", "now.state"), Column("due now", "now.due_at"), Column("ended", "then.stopped_at"),
    ]
}
