import FoundationEssentials
import Tickets

/// A ticket as far as intake needs to know it.
struct KnownTicket: Sendable, Equatable {
    let id: UUID
    let number: String
    /// Its lane; `normal` until it is classified.
    let lane: Lane
    /// Contact points of those who wrote messages on it, as stored; not of those whom a token let in.
    let participants: Set<ExactText>
}

/// A customer's contact point with what is still unknown about the customer.
struct KnownPoint: Sendable, Equatable {
    let customer: UUID
    let lacksName: Bool
    let lacksCountry: Bool
    let lacksLocale: Bool
}

/// Everything the database knows about a batch of arrivals.
struct IntakeFacts: Sendable {
    /// Messages that were stored before, content and all.
    var receipts: [ReceiptKey: KnownTicket] = [:]
    /// The earliest message with the same id and another content.
    var changed: [MessageKey: KnownTicket] = [:]
    /// Tickets of the messages, ours and theirs, that arrivals answer.
    var references: [Reference: [KnownTicket]] = [:]
    /// Among those, what answers mails of ours.
    var ours: Set<Reference> = []
    /// Tickets of mails of ours that came back, by the notification's id.
    var returned: [UUID: KnownTicket] = [:]
    /// Tickets that tokens of ours name, by their id.
    var named: [UUID: KnownTicket] = [:]
    /// Tickets of surveys that are declined, by the notification's id.
    var declined: [UUID: KnownTicket] = [:]
    /// Tickets by the numbers that subjects quote.
    var numbers: [String: KnownTicket] = [:]
    var points: [ContactPoint: KnownPoint] = [:]
    /// Tickets of replies that came in the last hour, by what they answer.
    var repliesAhead: [Reference: Set<UUID>] = [:]
}
