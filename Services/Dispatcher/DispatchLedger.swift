import Contracts
import FoundationEssentials
import Tickets
import WorkerKit

extension LedgerEntry {
    private static let actor = "system:dispatcher"

    private struct AssignedFact: Encodable {
        let agent: String
        let team: String
        let override: Bool?
        let by: String?
    }

    private struct ReturnedFact: Encodable {
        let agent: String
        let by: String?
        let reason: String
    }

    private struct KeptFact: Encodable {
        let agent: String
        let because: String
        let reason: String
    }

    /// An agent got the ticket.
    static func assigned(_ assignment: MadeAssignment, at now: Date) throws -> LedgerEntry {
        let placement = assignment.placement
        let fact = AssignedFact(
            agent: placement.agent,
            team: placement.team,
            override: placement.isForced ? true : nil,
            by: placement.explanation.by
        )
        return try LedgerEntry(ticketID: placement.facts.id, at: now, kind: "assigned", actor: actor, data: fact)
    }

    /// The ticket was taken back.
    static func returned(_ ended: EndedAssignment, reason: String, by: String?, at now: Date) throws -> LedgerEntry {
        try LedgerEntry(
            ticketID: ended.ticket,
            at: now,
            kind: "returned",
            actor: actor,
            data: ReturnedFact(agent: ended.agent, by: by, reason: reason)
        )
    }

    /// The ticket was to go, but there is nobody to take it.
    static func kept(
        _ agent: String,
        _ reason: String,
        because: String,
        on ticket: UUID,
        at now: Date
    ) throws -> LedgerEntry {
        let fact = KeptFact(agent: agent, because: because, reason: reason)
        return try LedgerEntry(ticketID: ticket, at: now, kind: "kept", actor: actor, data: fact)
    }

    /// A deadline passed that is worth somebody's eyes.
    static func escalated(_ escalation: Escalation, on ticket: UUID, at now: Date) throws -> LedgerEntry {
        try LedgerEntry(ticketID: ticket, at: now, kind: "escalated", actor: actor, data: escalation)
    }
}

extension Turn {
    /// Records and says that tickets were taken back from their agents, by whose wish, if by anybody's.
    func tellReturned(
        _ ended: [EndedAssignment],
        reason: String,
        by actors: [UUID: String] = [:],
        tickets: [UUID: TicketFacts],
        because causes: [UUID: Envelope]
    ) throws {
        for assignment in ended {
            record(try .returned(assignment, reason: reason, by: actors[assignment.ticket], at: now))
            try emit(
                TicketReturnedV1(
                    ticketID: assignment.ticket,
                    assignmentID: assignment.id,
                    agentID: assignment.agent,
                    reason: reason
                ),
                lane: tickets[assignment.ticket]?.lane ?? .normal,
                because: causes[assignment.ticket]
            )
        }
    }
}
