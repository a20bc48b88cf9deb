import FoundationEssentials
import Tickets

/// The tickets that a batch may belong to, growing as its messages are placed; pure.
struct Conversations: Sendable {
    /// Where a message goes.
    struct Placement: Sendable, Equatable {
        /// The ticket it continues; `nil` opens one.
        var ticket: UUID?
        /// Tickets it seems to belong to but may not join, strongest first.
        var wanted: [Wanted] = []
        /// Another message with the same id came before.
        var repeatsID = false
    }

    /// A link that nobody was allowed to make.
    struct Wanted: Sendable, Hashable {
        let ticket: UUID
        let reason: Reason

        enum Reason: String, Sendable {
            case sameID = "same_id_other_content"
            case answersStrangers = "answers_a_ticket_of_others"
            case quotesStrangers = "quotes_a_ticket_of_others"
            case replyCameFirst = "reply_came_first"
        }
    }

    /// Most suggestions that one message makes.
    private static let wantedLimit = 5

    /// Tickets that the database knows.
    private(set) var known: [UUID: KnownTicket] = [:]

    private var participants: [UUID: Set<ExactText>] = [:]
    private var byMessage: [MessageKey: UUID] = [:]
    private var byReference: [Reference: [UUID]] = [:]
    private var byNumber: [String: UUID] = [:]
    private var returned: [UUID: UUID] = [:]
    private let ours: Set<Reference>
    private let repliesAhead: [Reference: Set<UUID>]

    init(_ facts: IntakeFacts) {
        repliesAhead = facts.repliesAhead
        ours = facts.ours
        for (key, ticket) in facts.changed { byMessage[key] = learn(ticket) }
        for (reference, tickets) in facts.references { byReference[reference] = tickets.map { learn($0) } }
        for (notification, ticket) in facts.returned { returned[notification] = learn(ticket) }
        for (number, ticket) in facts.numbers { byNumber[number] = learn(ticket) }
    }

    /// Whether anything that the message points at is known.
    func knowsTarget(of arrival: Arrival) -> Bool {
        !candidates(for: arrival).isEmpty || ticketOfReturned(by: arrival) != nil
    }

    /// The strongest ticket that the sender takes part in, else a new one; a bounce belongs to the mail that came back.
    func placement(of arrival: Arrival) -> Placement {
        if let ticket = ticketOfReturned(by: arrival) {
            return Placement(ticket: ticket, repeatsID: byMessage[arrival.receipt.message] != nil)
        }
        let candidates = candidates(for: arrival)
        let speaker = arrival.request.speaker.map { ExactText($0.stored) }
        let chosen = speaker.flatMap { speaker in
            candidates.firstIndex { participants[$0.ticket, default: []].contains(speaker) }
        }
        var wanted: [Wanted] = []
        for candidate in candidates[..<(chosen ?? candidates.endIndex)] where wanted.count < Self.wantedLimit {
            if !wanted.contains(where: { $0.ticket == candidate.ticket }) { wanted.append(candidate) }
        }
        return Placement(
            ticket: chosen.map { candidates[$0].ticket },
            wanted: wanted,
            repeatsID: byMessage[arrival.receipt.message] != nil
        )
    }

    /// Replies on other tickets that wait for this message as their original.
    func repliesAhead(of arrival: Arrival, on ticket: UUID) -> [UUID] {
        repliesAhead[arrival.reference, default: []].subtracting([ticket]).sorted()
    }

    /// The message now stands on the ticket.
    mutating func add(_ arrival: Arrival, to ticket: UUID) {
        participants[ticket, default: []].formUnion(arrival.request.participants.map { ExactText($0.stored) })
        if byMessage[arrival.receipt.message] == nil { byMessage[arrival.receipt.message] = ticket }
        byReference[arrival.reference, default: []].append(ticket)
    }

    /// Another process has just stored the message.
    mutating func add(_ arrival: Arrival, storedOn ticket: KnownTicket) {
        byReference[arrival.reference, default: []].append(learn(ticket))
    }

    /// Mail systems take part in nothing: what they bring back says where it belongs.
    private func ticketOfReturned(by arrival: Arrival) -> UUID? {
        guard arrival.request.isBounce else { return nil }
        return arrival.request.returned.lazy.compactMap { returned[$0] }.first
            ?? arrival.references.lazy.filter { ours.contains($0) }.compactMap { byReference[$0]?.first }.first
    }

    private func candidates(for arrival: Arrival) -> [Wanted] {
        let sameID = byMessage[arrival.receipt.message].map { Wanted(ticket: $0, reason: .sameID) }
        let answered = arrival.references.flatMap { byReference[$0, default: []] }
        let quoted = arrival.quoted.compactMap { byNumber[$0] }
        return [sameID].compactMap { $0 } + answered.map { Wanted(ticket: $0, reason: .answersStrangers) }
            + quoted.map { Wanted(ticket: $0, reason: .quotesStrangers) }
    }

    private mutating func learn(_ ticket: KnownTicket) -> UUID {
        known[ticket.id] = ticket
        participants[ticket.id, default: []].formUnion(ticket.participants)
        return ticket.id
    }
}
