import Contracts
import FoundationEssentials
import Postgres

extension ClockExplanation {
    /// The same text as `WireJSON` writes, without the detour through `Encodable`: every new ticket needs four.
    var json: JSONText {
        var out: [UInt8] = []
        out.reserveCapacity(320)
        func add(_ literal: String) {
            out.append(contentsOf: literal.utf8)
        }
        add(#"{"calendar":"#)
        JSONString.write(calendar, to: &out)
        add(#","measure":"#)
        JSONString.write(measure, to: &out)
        add(#","minutes":"#)
        out.append(contentsOf: String(minutes).utf8)
        add(#","paused":"#)
        add(paused ? "true" : "false")
        add(#","policy":"#)
        JSONString.write(policy, to: &out)
        add(#","rule":"#)
        JSONString.write(rule, to: &out)
        if let team {
            add(#","team":"#)
            JSONString.write(team, to: &out)
        }
        add(#","warnings":{"#)
        for (place, warning) in warnings.sorted(by: { $0.key < $1.key }).enumerated() {
            if place > 0 { add(",") }
            JSONString.write(warning.key, to: &out)
            add(":")
            JSONString.write(RFC3339.text(warning.value), to: &out)
        }
        add(#"},"zone":"#)
        JSONString.write(zone, to: &out)
        add("}")
        return JSONText(String(decoding: out, as: UTF8.self))
    }
}
