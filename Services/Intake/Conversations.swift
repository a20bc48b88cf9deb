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
        /// Only a token of ours let its sender in.
        var joinedByToken = false

        /// What a reader of the message should know about it.
        var flags: [IntakeRequest.Flag] {
            (repeatsID ? [.sameIDOtherContent] : []) + (joinedByToken ? [.joinedByToken] : [])
        }
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
    private var declined: [UUID: UUID] = [:]
    private let ours: Set<Reference>
    private let repliesAhead: [Reference: Set<UUID>]

    init(_ facts: IntakeFacts) {
        repliesAhead = facts.repliesAhead
        ours = facts.ours
        for (key, ticket) in facts.changed { byMessage[key] = learn(ticket) }
        for (reference, tickets) in facts.references { byReference[reference] = tickets.map { learn($0) } }
        for (notification, ticket) in facts.returned { returned[notification] = learn(ticket) }
        for (notification, ticket) in facts.declined { declined[notification] = learn(ticket) }
        for (_, ticket) in facts.named { _ = learn(ticket) }
        for (number, ticket) in facts.numbers { byNumber[number] = learn(ticket) }
    }

    /// Whether anything that the message points at is known.
    func knowsTarget(of arrival: Arrival) -> Bool {
        !candidates(for: arrival).isEmpty || ticketOfReturned(by: arrival) != nil
    }

    /// The strongest ticket that the sender takes part in or that a token of ours names, else a new one; a bounce belongs to
    /// the mail that came back.
    func placement(of arrival: Arrival) -> Placement {
        if let ticket = ticketOfReturned(by: arrival) {
            return Placement(ticket: ticket, repeatsID: byMessage[arrival.receipt.message] != nil)
        }
        let candidates = candidates(for: arrival)
        let speaker = arrival.request.speaker.map { ExactText($0.stored) }
        let takesPart = candidates.map { candidate in
            speaker.map { participants[candidate.wanted.ticket, default: []].contains($0) } ?? false
        }
        let chosen = candidates.indices.first { takesPart[$0] || candidates[$0].isProven }
        var wanted: [Wanted] = []
        for candidate in candidates[..<(chosen ?? candidates.endIndex)] where wanted.count < Self.wantedLimit {
            if !wanted.contains(where: { $0.ticket == candidate.wanted.ticket }) { wanted.append(candidate.wanted) }
        }
        return Placement(
            ticket: chosen.map { candidates[$0].wanted.ticket },
            wanted: wanted,
            repeatsID: byMessage[arrival.receipt.message] != nil,
            joinedByToken: chosen.map { !takesPart[$0] } ?? false
        )
    }

    /// Replies on other tickets that wait for this message as their original.
    func repliesAhead(of arrival: Arrival, on ticket: UUID) -> [UUID] {
        repliesAhead[arrival.reference, default: []].subtracting([ticket]).sorted()
    }

    /// The message now stands on the ticket.
    ///
    /// A token lets in a message, not its sender: whoever has no other right needs one again.
    mutating func add(_ arrival: Arrival, to ticket: UUID, joinedByToken: Bool) {
        if !joinedByToken {
            participants[ticket, default: []].formUnion(arrival.request.participants.map { ExactText($0.stored) })
        }
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

    /// A ticket that something in a message points at.
    private struct Candidate {
        let wanted: Wanted
        /// Shown by a token that nobody but us could make.
        let isProven: Bool
    }

    /// Strongest first: tokens in recipients and references, stored ids, tokens in the text, numbers in the subject.
    private func candidates(for arrival: Arrival) -> [Candidate] {
        let sameID = byMessage[arrival.receipt.message].map { Wanted(ticket: $0, reason: .sameID) }
        let answered = arrival.references.flatMap { byReference[$0, default: []] }
        let quoted = arrival.quoted.compactMap { byNumber[$0] }
        let tokens = arrival.tokens
        return [sameID].compactMap { $0 }.map { Candidate(wanted: $0, isProven: false) }
            + proven(
                [tokens.declined.flatMap { declined[$0] }].compactMap { $0 } + tokens.recipients + tokens.references
            )
            + answered.map { Candidate(wanted: Wanted(ticket: $0, reason: .answersStrangers), isProven: false) }
            + proven(tokens.quoted)
            + quoted.map { Candidate(wanted: Wanted(ticket: $0, reason: .quotesStrangers), isProven: false) }
    }

    private func proven(_ tickets: [UUID]) -> [Candidate] {
        tickets.filter { known[$0] != nil }
            .map { Candidate(wanted: Wanted(ticket: $0, reason: .answersStrangers), isProven: true) }
    }

    private mutating func learn(_ ticket: KnownTicket) -> UUID {
        known[ticket.id] = ticket
        participants[ticket.id, default: []].formUnion(ticket.participants)
        return ticket.id
    }
}
