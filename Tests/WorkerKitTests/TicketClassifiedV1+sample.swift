import Contracts
import FoundationEssentials
import Rig
import Tickets

extension TicketClassifiedV1 {
    /// An ordinary classification of the ticket made from `number`.
    static func sample(_ number: Int) -> TicketClassifiedV1 { of(.numbered(number)) }

    /// An ordinary classification of a ticket.
    static func of(_ ticket: UUID) -> TicketClassifiedV1 {
        TicketClassifiedV1(
            ticketID: ticket,
            category: "other",
            confidence: 1,
            language: "en",
            priority: 3,
            lane: .normal,
            rulesVersion: "test"
        )
    }
}
