import Contracts

/// One decision: what was asked, how the winner was found, who else could and who could not.
struct DecisionPage {
    let decision: JSONValue
    let story: DispatchStory
    let output: Output

    func print() {
        output.line("  asked    \(asked)")
        output.line(
            "  by       policy version \(decision["policyVersion"].shown), "
                + "calendars version \(decision["calendarsVersion"].shown)"
        )
        output.line("  how      \(DecisionWay(decision: decision, story: story).text)")
        scores()
        rejected()
    }

    private var asked: String {
        let need = decision["need"]
        let excluded = need["excludedAgents"].list.map(story.agent)
        let silent = need["silentAgents"].list.map(story.agent).filter { !excluded.contains($0) }
        return [
            need["category"].string ?? "any skill", need["language"].string.map { "language \($0)" },
            need["country"].string.map { "country \($0)" }, need["priority"].whole.map { "priority \($0)" },
            need["team"].string.map { "team \(story.team(.string($0)))" },
            need["minimumLevel"] == .null ? nil : "service level \(need["minimumLevel"].shown) or higher",
            need["certification"].string.map { "certificate \($0)" },
            need["region"].string.map { "data stay in \($0)" },
            need["dueAt"] == .null ? nil : "due \(need["dueAt"].shown)",
            need["previousAgent"] == .null ? nil : "\(story.agent(need["previousAgent"])) helped before",
            excluded.isEmpty ? nil : "not \(excluded.joined(separator: ", "))",
            silent.isEmpty ? nil : "others before \(silent.joined(separator: ", ")), silent about it before",
        ].compactMap { $0 }.joined(separator: ", ")
    }

    private func scores() {
        let ranked = decision["ranked"].list
        guard let first = ranked.first else { return }
        let weights = story.weights(decision["policyVersion"])
        let factors = first["factors"].members.keys.sorted { (weights[$1] ?? 0, $0) < (weights[$0] ?? 0, $1) }
        let columns =
            [Column("", "agent", limit: 28), Column("score", "score", alignsRight: true)]
            + factors.map { Column($0, $0, alignsRight: true) } + [Column("carries", "carried", alignsRight: true)]
        var rows = ranked.map { candidate in
            var row = candidate["factors"].members
            row["agent"] = .string("  " + story.agent(candidate["agent"]))
            row["score"] = candidate["score"]
            row["carried"] = .string("\(candidate["load"].shown) of \(candidate["capacity"].shown)")
            return JSONValue.object(row)
        }
        if !weights.isEmpty {
            var row = Dictionary(uniqueKeysWithValues: factors.map { ($0, JSONValue.count(weights[$0] ?? 0)) })
            row["agent"] = .string("  weight")
            row["score"] = .string("")
            row["carried"] = .string("")
            rows.append(.object(row))
        }
        let text = Table(columns, rows, output.palette).text
        for line in text.split(separator: "\n") { output.line("         \(line)") }
    }

    private func rejected() {
        let counts = decision["rejections"].members.compactMap { code, count in count.whole.map { (code, $0) } }
        guard !counts.isEmpty else { return }
        let sorted = counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let summary = sorted.map { code, count in "\(DispatchWords.reason(code)) (\(count))" }
        output.line("  not      \(summary.joined(separator: ", "))")
        for refusal in decision["rejected"].list {
            let reasons = refusal["reasons"].list.compactMap(\.string).map(DispatchWords.reason)
            output.line("           \(story.agent(refusal["agent"])): \(reasons.joined(separator: ", "))")
        }
    }
}
