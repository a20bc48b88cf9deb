import Contracts
import Postgres
import Routing
import Tickets

// A kilobyte for every assignment: through `Codable` it took a fifth of the dispatcher's time.
extension Explanation: JSONWritable {
    /// As it is stored: equal explanations give equal text.
    var stored: PlainJSON {
        var json = JSONBuilder(capacity: 2_048)
        write(to: &json)
        return PlainJSON(json.text)
    }

    /// The members in the order of their names, those without a value left out, as `Codable` has them.
    func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("by", by)
        json.member("calendarsVersion", calendarsVersion)
        json.member("decidedAt", decidedAt)
        if let displaced { write(displaced, to: &json) }
        if let lifted { json.member("lifted", lifted.map(\.rawValue)) }
        json.key("need")
        need.write(to: &json)
        json.member("policyVersion", policyVersion)
        json.key("ranked")
        json.beginArray()
        for candidate in ranked { candidate.write(to: &json) }
        json.endArray()
        json.key("rejected")
        json.beginArray()
        for refused in rejected { refused.write(to: &json) }
        json.endArray()
        json.key("rejections")
        json.beginObject()
        for reason in Self.reasons { json.member(reason.rawValue, rejections[reason]) }
        json.endObject()
        json.member("way", way.rawValue)
        json.member("winner", winner)
        json.endObject()
    }

    private static let reasons = RejectionReason.allCases.sorted { $0.rawValue < $1.rawValue }
    fileprivate static let factors = Factor.allCases.sorted { $0.rawValue < $1.rawValue }

    private func write(_ displaced: Displaced, to json: inout JSONBuilder) {
        json.key("displaced")
        json.beginObject()
        json.member("best", displaced.best)
        json.key("takenBy")
        json.beginArray()
        for ticket in displaced.takenBy { json.write(ticket) }
        json.endArray()
        json.endObject()
    }
}

extension Explanation.Need {
    fileprivate func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("category", category?.rawValue)
        json.member("certification", certification)
        json.member("country", country)
        json.member("dueAt", dueAt)
        json.member("excludedAgents", excludedAgents)
        json.member("language", language)
        json.member("minimumLevel", minimumLevel?.rawValue)
        json.member("previousAgent", previousAgent)
        json.member("priority", priority.rawValue)
        if let silentAgents { json.member("silentAgents", silentAgents) }
        json.member("team", team)
        json.member("weight", weight)
        json.endObject()
    }
}

extension Explanation.Ranked {
    fileprivate func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("agent", agent)
        json.member("capacity", capacity)
        json.key("factors")
        json.beginObject()
        for factor in Explanation.factors { json.member(factor.rawValue, factors[factor]) }
        json.endObject()
        json.member("load", load)
        json.member("score", score)
        json.member("team", team)
        json.endObject()
    }
}

extension Explanation.Refused {
    fileprivate func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("agent", agent)
        json.member("reasons", reasons.map(\.rawValue))
        json.endObject()
    }
}
