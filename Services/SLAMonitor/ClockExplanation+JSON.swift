import Contracts
import FoundationEssentials
import Postgres

extension ClockExplanation {
    /// The same text as `WireJSON` writes, without the detour through `Encodable`: every new ticket needs four.
    var json: JSONText {
        var json = JSONBuilder(capacity: 320)
        json.beginObject()
        json.member("calendar", calendar)
        json.member("measure", measure)
        json.member("minutes", minutes)
        json.key("paused")
        json.write(paused)
        json.member("policy", policy)
        json.member("rule", rule)
        json.member("team", team)
        json.key("warnings")
        json.beginObject()
        for warning in warnings.sorted(by: { $0.key < $1.key }) { json.member(warning.key, warning.value) }
        json.endObject()
        json.member("zone", zone)
        json.endObject()
        return JSONText(json.text)
    }
}
