import FoundationEssentials
import Routing
import Tickets

/// A fixed instant.
let now = Date(timeIntervalSince1970: 1_780_000_000)

/// A fixed id by number.
func id(_ number: Int, _ sort: UInt8 = 0) -> UUID {
    let (high, low) = (UInt8(number >> 8), UInt8(number & 255))
    return UUID(uuid: (sort, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, high, low))
}

func agent(_ number: Int, _ change: (inout Agent) -> Void = { _ in }) -> Agent {
    var agent = Agent(
        id: id(number),
        team: "desk",
        skills: [.technicalFault: 2, .billing: 1],
        languages: ["en": .fluent],
        capacity: 5
    )
    change(&agent)
    return agent
}

func need(_ number: Int, _ change: (inout TicketNeed) -> Void = { _ in }) -> TicketNeed {
    var need = TicketNeed(id: id(number, 1), category: .technicalFault, language: "en", country: "VN", priority: .p3)
    change(&need)
    return need
}
