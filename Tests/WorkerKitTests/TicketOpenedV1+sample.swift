import Contracts
import FoundationEssentials
import Rig

extension TicketOpenedV1 {
    /// An opening with a fixed instant and a ticket id made from `number`.
    static func sample(_ number: Int) -> TicketOpenedV1 {
        TicketOpenedV1(
            ticketID: .numbered(number),
            messageID: .numbered(number + 1_000_000),
            customerID: .numbered(number + 2_000_000),
            clockStart: Date(timeIntervalSince1970: 1_790_000_000),
            machine: false
        )
    }
}
