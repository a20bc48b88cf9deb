import BusinessTime
import FoundationEssentials

/// Holds what the monitor told of a ticket against what its ledger gives.
struct NoticeCheck: Sendable {
    let roster: Roster
    /// The machine's instant of one of the product's clock.
    let real: @Sendable (Date) -> Date
    let leeway: Leeway

    /// Before a transaction's own instant, what was committed by then may not have been seen by it yet.
    private static let blink = 1.0

    /// Every notice is founded and none is early; whatever is owed was told.
    func look(at ticket: TicketRecord, now: Date) -> Findings {
        var findings = Findings()
        guard !ticket.isMachine else { return findings }
        for notice in ticket.notices where notice.key.step != "promise" { judge(notice, of: ticket, &findings) }
        owe(ticket, now, &findings)
        record(ticket, now, &findings)
        return findings
    }

    /// A step was rightly told if the ledger, as its transaction can have seen it, had it due.
    private func judge(_ notice: TicketRecord.Notice, of ticket: TicketRecord, _ findings: inout Findings) {
        let began = real(notice.toldAt).addingTimeInterval(-Self.blink)
        let counting = ticket.lines.filter(\.counts)
        let maybe = counting.map(\.committed).filter { $0 >= began && $0 <= notice.committed }.sorted()
        let requests = ticket.notices.filter {
            $0.key.metric == notice.key.metric && $0.key.cycle == notice.key.cycle && $0.toldAt < notice.toldAt
        }.map(\.toldAt)
        var wasDueLater = false
        for until in maybe.reversed() + [began] {
            let seen = counting.filter { $0.committed < began || ($0.committed <= until && until != began) }
            let steps = DerivedSteps(ticket, seen, roster, now: notice.toldAt)
            guard let at = steps.instant(of: notice.key, after: requests) else { continue }
            guard at < notice.toldAt else {
                wasDueLater = true
                continue
            }
            let known = seen.map(\.recordedAt).max() ?? at
            let late = notice.toldAt.timeIntervalSince(max(at, known))
            findings.lateness.append(Lateness(metric: notice.key.metric, seconds: max(0, late)))
            return
        }
        let kind: Finding.Kind = wasDueLater ? .early : .unfounded
        findings.broken.append(Finding(kind: kind, detail: "\(ticket.number) \(notice.key) v\(notice.version)"))
    }

    /// Between two lines of the ledger the clocks stand: what falls due there, and lasts, must have been told.
    private func owe(_ ticket: TicketRecord, _ now: Date, _ findings: inout Findings) {
        let lines = ticket.lines.filter(\.counts)
        let isSuppressed = ticket.mails.contains { $0.reason.hasPrefix("acknowledgement:") && $0.state == "suppressed" }
        for index in lines.indices {
            let known = Array(lines[...index])
            guard known.contains(where: { $0.kind == "classified" }) else { continue }
            let from = known.map(\.recordedAt).max() ?? ticket.openedAt
            let to = index + 1 < lines.count ? lines[index + 1].recordedAt : now
            guard to.timeIntervalSince(from) > leeway.slack else { continue }
            for step in DerivedSteps(ticket, known, roster, now: to).all where step.at < to {
                if isSuppressed, step.key.metric == SLAMetric.acknowledgement.rawValue { continue }
                let begin = max(step.at, from)
                let end = min(to, step.overtakenAt)
                guard end > begin else { continue }
                guard end.timeIntervalSince(begin) > leeway.time(from: begin) else {
                    findings.open += 1
                    continue
                }
                findings.owed += 1
                if !isTold(step, by: to, ticket) {
                    let detail = "\(ticket.number) \(step.key) due \(step.at.moment)"
                    findings.broken.append(Finding(kind: .missing, detail: detail))
                }
            }
        }
        let mayWait = leeway.time(from: ticket.openedAt) + 1_200
        if now.timeIntervalSince(ticket.openedAt) > mayWait,
            ticket.notices.count(where: { $0.key.step == "promise" }) != 1
        {
            findings.broken.append(Finding(kind: .unpromised, detail: ticket.number))
        }
    }

    private func isTold(_ step: DerivedSteps.Step, by end: Date, _ ticket: TicketRecord) -> Bool {
        let latest = end.addingTimeInterval(leeway.time(from: end))
        return ticket.notices.contains { notice in
            let isSame =
                step.key.step == "progress-0"
                ? notice.key.step.hasPrefix("progress-") && notice.key.metric == step.key.metric
                    && notice.key.cycle == step.key.cycle
                : notice.key == step.key
            return isSame && notice.toldAt > step.at && notice.toldAt <= latest
        }
    }

    /// What was told stands in the ledger once, and staff got one mail about it, unless the work was over by then.
    private func record(_ ticket: TicketRecord, _ now: Date, _ findings: inout Findings) {
        var lines: [String: Int] = [:]
        for line in ticket.lines {
            if let told = line.told { lines["\(told) v\(line.version)", default: 0] += 1 }
        }
        var mails = Set(ticket.mails.map(\.reason).filter { $0.hasPrefix("warned:") || $0.hasPrefix("breached:") })
        for notice in ticket.notices where notice.key.step.hasPrefix("warn-") || notice.key.step.hasPrefix("breach-") {
            let name = "\(notice.key) v\(notice.version)"
            if lines.removeValue(forKey: name) != 1 {
                findings.broken.append(Finding(kind: .unrecorded, detail: "\(ticket.number) \(name)"))
            }
            let wasSent = mails.remove(Self.reason(notice, ticket)) != nil
            let deadline = notice.toldAt.addingTimeInterval(leeway.time(from: notice.toldAt))
            if !wasSent, deadline < now, !isOver(ticket, from: notice.toldAt, to: deadline) {
                findings.broken.append(Finding(kind: .unsent, detail: "\(ticket.number) \(name)"))
            }
        }
        for name in lines.keys {
            findings.broken.append(Finding(kind: .unrecorded, detail: "\(ticket.number) \(name)"))
        }
        for reason in mails {
            findings.broken.append(Finding(kind: .unexplained, detail: "\(ticket.number) \(reason)"))
        }
    }

    private static func reason(_ notice: TicketRecord.Notice, _ ticket: TicketRecord) -> String {
        let (kind, count) = notice.key.step.hasPrefix("warn-") ? ("warned", 5) : ("breached", 7)
        let id = ticket.id.uuidString.lowercased()
        return
            "\(kind):\(id):\(notice.key.metric):\(notice.key.cycle):\(notice.key.step.dropFirst(count)):\(notice.version)"
    }

    /// Whether work on a ticket was over at some time between two instants.
    private func isOver(_ ticket: TicketRecord, from: Date, to: Date) -> Bool {
        var isOver = false
        for line in ticket.lines where line.recordedAt <= to {
            switch line.kind {
            case "resolved", "closed": isOver = true
            case "reopened" where line.recordedAt < from: isOver = false
            default: break
            }
        }
        return isOver
    }
}
