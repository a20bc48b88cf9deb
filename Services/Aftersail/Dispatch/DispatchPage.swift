import Contracts

/// A dispatch story as a service lead reads it.
struct DispatchPage {
    let story: DispatchStory
    let output: Output

    func print() {
        let ticket = story.value["ticket"]
        output.heading(
            "\(ticket["number"].shown)  opened \(ticket["opened_at"].shown), as of \(ticket["as_of"].shown)"
        )
        output.line("  \(subject(ticket))")
        var moves = story.value["moves"].list[...]
        for (index, assignment) in story.value["assignments"].list.enumerated() {
            while let move = moves.first, move["at"].shown <= assignment["assigned_at"].shown {
                tell(move)
                moves = moves.dropFirst()
            }
            tell(assignment, number: index + 1)
        }
        for move in moves { tell(move) }
        tellWaiting()
    }

    private func subject(_ ticket: JSONValue) -> String {
        [
            ticket["category"].string ?? "not sorted", ticket["priority"].whole.map { "priority \($0)" },
            ticket["safety"].truth == true ? "somebody may be hurt" : nil,
            ticket["language"].string.map { "language \($0)" }, ticket["country"].string.map { "country \($0)" },
            ticket["lane"].string == "urgent" ? "urgent" : nil, ticket["status"].string,
        ].compactMap { $0 }.joined(separator: ", ")
    }

    private func tell(_ assignment: JSONValue, number: Int) {
        output.line()
        let (agent, team) = (story.agent(assignment["agent"]), story.team(assignment["team"]))
        output.heading("\(number)  \(assignment["assigned_at"].shown)  \(agent), \(team)")
        DecisionPage(decision: assignment["explanation"], story: story, output: output).print()
        if assignment["ended_at"] == .null {
            output.line("  now      \(agent) has it")
        } else {
            let reason = DispatchWords.ending(assignment["end_reason"].shown)
            let by = story.ender(of: assignment).map { " (\($0))" } ?? ""
            output.line("  until    \(assignment["ended_at"].shown): \(reason)\(by)")
        }
    }

    /// What moved or kept the ticket between two assignments.
    private func tell(_ move: JSONValue) {
        let data = move["data"]
        let line: String
        switch move["kind"].string {
        case "escalated":
            line = "escalated: \(data["metric"].shown.replacing("_", with: " ")) missed, level \(data["level"].shown)"
        case "handed_over":
            let to = data["agent"] == .null ? "" : ", \(story.agent(data["agent"]))"
            line =
                "\(story.actor(move["actor"])) hands it over to \(story.team(data["team"]))\(to): \(move["reason"].shown)"
        case "kept":
            line =
                "stays with \(story.agent(data["agent"])): \(DispatchWords.keeping(data["reason"].shown)), "
                + "but \(DispatchWords.keeping(data["because"].shown))"
        case "continuous":
            let says = ["on": "is", "off": "is not"][data["mark"].shown] ?? "is by policy"
            line = "\(story.actor(move["actor"])) says that it \(says) to be worked on without a break"
        default: return
        }
        output.line()
        output.heading("   \(move["at"].shown)  \(line)")
    }

    private func tellWaiting() {
        let waiting = story.value["waiting"]
        guard waiting != .null else {
            if story.value["assignments"].list.isEmpty { output.line("  nobody was looked for yet") }
            return
        }
        output.line()
        output.heading("   \(waiting["since"].shown)  waits: nobody can take it")
        DecisionPage(decision: waiting["explanation"], story: story, output: output).print()
        output.line(
            "  next     \(waiting["retry_at"].shown) at the latest, in order of the deadline \(waiting["due_at"].shown)"
        )
    }
}
