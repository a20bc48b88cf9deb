import BusinessTime
import Contracts
import FoundationEssentials

/// Counts how long customers heard nothing, from the ledger alone and without any of the product's clocks.
struct SilenceCheck: Sendable {
    let roster: Roster
    let leeway: Leeway

    /// Finds silences that were longer than their target while the next word was ours.
    func look(at ticket: TicketRecord, now: Date) -> Findings {
        var findings = Findings()
        let lines = ticket.lines.filter(\.counts)
        guard !ticket.isMachine, ticket.classification != nil else { return findings }
        let facts = ticket.facts(lines, roster)
        guard let target = roster.policy.rule(for: facts.subject).targets.progress, target.measure == .wall else {
            return findings
        }
        let limit = Double(target.minutes) * 60
        for silence in Self.silences(lines, from: facts.startsAt, until: now) where silence.seconds > limit {
            let excess = silence.seconds - limit
            findings.silences.append(excess)
            if excess > leeway.time(from: silence.end.addingTimeInterval(-excess)) {
                let detail = "\(ticket.number) \(Int(silence.seconds / 60)) minutes until \(silence.end.moment)"
                findings.broken.append(Finding(kind: .silence, detail: detail))
            }
        }
        return findings
    }

    /// Stretches without a word to the customer, less the time in which the next word was the customer's or work was over.
    static func silences(_ lines: [TicketRecord.Line], from start: Date, until now: Date) -> [(
        end: Date, seconds: Double
    )] {
        var silences: [(Date, Double)] = []
        var (silent, since) = (0.0, start)
        var (isTheirs, isOver) = (false, false)
        for line in lines {
            let at = max(line.at, since)
            if !isTheirs, !isOver { silent += at.timeIntervalSince(since) }
            since = at
            switch line.kind {
            case "acknowledged", "progress_sent", "replied", "proposed", "reopened", "resolved", "closed":
                if !isOver || line.kind == "reopened" { silences.append((at, silent)) }
                silent = 0
            default: break
            }
            switch line.kind {
            case "proposed": isTheirs = true
            case "waiting": isTheirs = line.reason == "customer"
            case "resumed", "objected": isTheirs = false
            case "customer_message": if !line.isMachine { isTheirs = false }
            case "resolved", "closed": (isOver, isTheirs) = (true, false)
            case "reopened": isOver = false
            default: break
            }
        }
        if !isTheirs, !isOver { silent += max(0, now.timeIntervalSince(since)) }
        return silences + [(now, silent)]
    }
}

extension Date {
    /// For reports.
    var moment: String { RFC3339.text(self) }
}
