import Contracts

/// How the winner of a decision was found.
struct DecisionWay {
    let decision: JSONValue
    let story: DispatchStory

    /// In words.
    var text: String {
        let lifted = decision["lifted"].list.compactMap(\.string)
        guard !lifted.isEmpty else { return way }
        return
            "nobody \(lifted.map(Self.keepers).joined(separator: " and ")) can take it now, so all others were asked; "
            + way
    }

    /// Who keeps a rule that yielded.
    private static func keepers(of rule: String) -> String {
        switch rule {
        case "level": "of that level"
        case "silence": "who was not silent about it"
        default: "under the rule \(rule)"
        }
    }

    private var way: String {
        switch decision["way"].string {
        case "override": "\(story.actor(decision["by"])) chose; rules and capacity do not count then"
        case "returning": "had it before and can take it again"
        default:
            if decision["winner"] == .null {
                "nobody can take it"
            } else if decision["displaced"] != .null {
                "best for all tickets decided then; for this one alone \(story.agent(decision["displaced.best"])) "
                    + "would be better, who got \(decision["displaced.takenBy"].list.count) of the others"
            } else {
                "the best of those who can\(lead)"
            }
        }
    }

    /// What the winner is ahead of the second by.
    private var lead: String {
        let ranked = decision["ranked"].list
        guard ranked.count > 1, let first = ranked.first, let mine = first["score"].whole,
            let other = ranked[1]["score"].whole
        else { return ranked.isEmpty ? "" : ", and the only one" }
        let rival = story.agent(ranked[1]["agent"])
        if mine == other { return "; as good as \(rival), who carries more or comes later by id" }
        let weights = story.weights(decision["policyVersion"])
        let gains = first["factors"].members.compactMap { name, value -> (name: String, gain: Int)? in
            let theirs = ranked[1]["factors"].members[name]?.whole ?? 0
            let gain = ((value.whole ?? 0) - theirs) * (weights[name] ?? 0)
            return gain > 0 ? (name, gain) : nil
        }
        let best = gains.sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }.prefix(2).map(\.name)
        let by = best.isEmpty ? "" : ", by \(best.joined(separator: " and "))"
        return "; \(mine - other) points before \(rival)\(by)"
    }
}
