import FoundationEssentials

/// Holds what dispatch did against shifts, capacity, ledger and its own explanations.
///
/// None of it needs patience: each holds in every snapshot, whatever was killed before it.
struct DispatchCheck: Sendable {
    /// Fewer agents on shift, or less work on them, say nothing about fairness.
    private static let fewestAgents = 5
    private static let leastLoad = 0.05

    let roster: Roster

    /// Everything that one snapshot shows.
    func look(at record: DispatchRecord) -> Findings {
        var findings = Findings()
        findings.assignments = record.assignments.count
        for assignment in record.assignments {
            findings.broken += [offShift(assignment), unexplained(assignment)].compactMap { $0 }
        }
        findings.broken += record.loads.flatMap(loaded)
        findings.broken += unrecorded(record)
        findings.agentWaits += record.waiting.values.map { record.now.timeIntervalSince($0) }
        if let evenness = unevenness(record) { findings.unevenness.append(evenness) }
        return findings
    }

    /// Somebody got a ticket outside the working hours of the own calendar and zone, beyond what the policy allows.
    private func offShift(_ assignment: DispatchRecord.Assignment) -> Finding? {
        guard !assignment.isForced, !roster.mayGetWork(assignment.agent, at: assignment.assignedAt) else { return nil }
        return Finding(
            kind: .offShift,
            detail: "\(assignment.ticket) to \(assignment.agent) at \(assignment.assignedAt.moment)"
        )
    }

    /// The row does not say who won by which policy, and against whom.
    private func unexplained(_ assignment: DispatchRecord.Assignment) -> Finding? {
        func finding(_ what: String) -> Finding {
            Finding(kind: .unexplainedAssignment, detail: "\(assignment.ticket) to \(assignment.agent): \(what)")
        }
        guard assignment.explainedVersion == assignment.version, roster.policyVersions.contains(assignment.version)
        else {
            return finding("policy version \(assignment.version), explained \(assignment.explainedVersion ?? "none")")
        }
        guard assignment.way != nil, assignment.hasNeed else { return finding("no way or no need") }
        guard assignment.winner == assignment.agent else { return finding("winner \(assignment.winner ?? "none")") }
        guard assignment.isForced || assignment.ranked.contains(assignment.agent) else { return finding("not ranked") }
        return nil
    }

    private func loaded(_ load: DispatchRecord.Load) -> [Finding] {
        var findings: [Finding] = []
        if load.load - load.forced > load.capacity {
            findings.append(
                Finding(kind: .overbooked, detail: "\(load.agent) has \(load.load) of at most \(load.capacity)")
            )
        }
        if load.load != load.open {
            findings.append(
                Finding(kind: .miscounted, detail: "\(load.agent) counts \(load.load), open are \(load.open)")
            )
        }
        if load.whileAway > 0 {
            findings.append(Finding(kind: .offShift, detail: "\(load.agent) got \(load.whileAway) while away"))
        }
        return findings
    }

    /// Each assignment stands once in the ledger, and each line of it has its row.
    private func unrecorded(_ record: DispatchRecord) -> [Finding] {
        var lines: [String: Int] = [:]
        for line in record.lines { lines[Self.place(line.ticket, line.agent, line.at), default: 0] += 1 }
        for row in record.assignments { lines[Self.place(row.ticket, row.agent, row.assignedAt), default: 0] -= 1 }
        return lines.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { place, count in
            Finding(kind: .unrecordedAssignment, detail: "\(place): \(count) lines more than rows")
        }
    }

    private static func place(_ ticket: String, _ agent: String, _ at: Date) -> String {
        "\(ticket) to \(agent) at \(at.moment)"
    }

    /// Gini coefficient of the relative load of agents on shift; nil where too little happens.
    private func unevenness(_ record: DispatchRecord) -> Double? {
        let loads = record.loads.filter { !$0.isAway && $0.capacity > 0 && roster.isAtWork($0.agent, at: record.now) }
            .map { Double($0.load) / Double($0.capacity) }.sorted()
        let sum = loads.reduce(0, +)
        guard loads.count >= Self.fewestAgents, sum >= Self.leastLoad * Double(loads.count) else { return nil }
        let weighted = loads.enumerated().reduce(0) { $0 + Double(2 * $1.offset + 1 - loads.count) * $1.element }
        return weighted / (Double(loads.count) * sum)
    }
}
