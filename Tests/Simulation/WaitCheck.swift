import FoundationEssentials

/// Counts how long tickets had nobody, from the ledger alone.
struct WaitCheck: Sendable {
    /// Longest wait that is no starvation, in seconds of the product's clock.
    let bound: Double
    let leeway: Leeway

    /// Every wait for an agent, and those beyond the bound.
    func look(at ticket: TicketRecord, now: Date) -> Findings {
        var findings = Findings()
        guard !ticket.isMachine else { return findings }
        for wait in Self.waits(ticket.lines, until: now) {
            findings.agentWaits.append(wait.seconds)
            guard wait.seconds > bound + leeway.time(from: wait.from) else { continue }
            findings.broken.append(
                Finding(
                    kind: .starved,
                    detail: "\(ticket.number) \(Int(wait.seconds / 60)) minutes from \(wait.from.moment)"
                )
            )
        }
        return findings
    }

    /// From classification, return and reopening to the next assignment, while work is not over.
    static func waits(_ lines: [TicketRecord.Line], until now: Date) -> [(from: Date, seconds: Double)] {
        var waits: [(Date, Double)] = []
        var since: Date?
        var (isOver, hasAgent) = (false, false)
        // What is taken back and given out again in one turn has one instant.
        let ordered = lines.sorted { ($0.at, $0.kind == "assigned" ? 1 : 0) < ($1.at, $1.kind == "assigned" ? 1 : 0) }
        for line in ordered {
            func end() {
                if let begin = since { waits.append((begin, line.at.timeIntervalSince(begin))) }
                since = nil
            }
            switch line.kind {
            case "assigned":
                end()
                hasAgent = true
            case "resolved", "closed", "merged":
                end()
                (isOver, hasAgent) = (true, false)
            case "returned":
                hasAgent = false
                if !isOver { since = since ?? line.at }
            case "reopened":
                isOver = false
                if !hasAgent { since = since ?? line.at }
            case "classified":
                if !isOver, !hasAgent { since = since ?? line.at }
            default: break
            }
        }
        if let since { waits.append((since, now.timeIntervalSince(since))) }
        return waits
    }
}
