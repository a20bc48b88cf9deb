import FoundationEssentials
import Tickets

/// Which message goes onto which ticket of which customer; pure.
struct Filing: Sendable {
    /// A message to be stored, with the ids that it and a ticket of its own would get.
    struct Draft: Sendable {
        let arrival: Arrival
        let messageID: UUID
        let ticketID: UUID
    }

    /// A message in its place.
    struct Letter: Sendable {
        let arrival: Arrival
        let messageID: UUID
        let customer: UUID
        let ticket: UUID
        /// Whether it opens that ticket.
        let opens: Bool
        let flags: [IntakeRequest.Flag]

        var request: IntakeRequest { arrival.request }
    }

    /// A link for a person to make: the first ticket seems to belong to the other.
    struct LinkWish: Sendable, Hashable {
        let ticket: UUID
        let other: UUID
        let reason: Conversations.Wanted.Reason
    }

    private(set) var letters: [Letter] = []
    private(set) var links: [LinkWish] = []
    /// The conversations with all letters in their places.
    private(set) var conversations: Conversations

    /// Letters that open a ticket.
    var opening: [Letter] { letters.filter(\.opens) }

    /// Tickets that were there before and on which a person wrote again.
    var resumed: [UUID] {
        let ids = letters.filter { !$0.request.machine && conversations.known[$0.ticket] != nil }.map(\.ticket)
        return Set(ids).sorted()
    }

    init(_ drafts: [Draft], conversations: Conversations, customers: Customers) {
        self.conversations = conversations
        for draft in drafts {
            guard let customer = customers.customer(of: draft.arrival.request) else { continue }
            place(draft, customer)
        }
    }

    private mutating func place(_ draft: Draft, _ customer: UUID) {
        let placement = conversations.placement(of: draft.arrival)
        let ticket = placement.ticket ?? draft.ticketID
        letters.append(
            Letter(
                arrival: draft.arrival,
                messageID: draft.messageID,
                customer: customer,
                ticket: ticket,
                opens: placement.ticket == nil,
                flags: draft.arrival.request.flags + placement.flags
            )
        )
        for wanted in placement.wanted where wanted.ticket != ticket {
            links.append(LinkWish(ticket: ticket, other: wanted.ticket, reason: wanted.reason))
        }
        for reply in conversations.repliesAhead(of: draft.arrival, on: ticket) {
            links.append(LinkWish(ticket: reply, other: ticket, reason: .replyCameFirst))
        }
        conversations.add(draft.arrival, to: ticket, joinedByToken: placement.joinedByToken)
    }
}
