import Contracts
public import FoundationEssentials
public import Tickets
import WorkerKit

extension Desk {
    /// Writes to the customer; the notifier sends it.
    public func reply(_ ticket: UUID, _ text: String, ifVersion: Int? = nil) async throws -> TicketPlace {
        let next = try after(.reply, from: try await locked(ticket, ifVersion: ifVersion))
        let entry = try write("reply", text, on: ticket)
        enqueue(next)
        try record("replied", on: next, EntryFact(entry: entry))
        try turn.emit(TicketRepliedV1(ticketID: ticket, version: next.version, entryID: entry), lane: next.lane)
        return next
    }

    /// Writes for colleagues only.
    ///
    /// Nobody is told, so the version stays.
    public func note(_ ticket: UUID, _ text: String, ifVersion: Int? = nil) async throws -> TicketPlace {
        let place = try await locked(ticket, ifVersion: ifVersion)
        _ = try after(.note, from: place)
        let entry = try write("note", text, on: ticket)
        try record("noted", on: place, EntryFact(entry: entry))
        return place
    }

    /// Stops the ticket until something happens; the clocks pause.
    public func wait(_ ticket: UUID, for reason: PauseReason, ifVersion: Int? = nil) async throws -> TicketPlace {
        let next = try after(.wait(reason), from: try await locked(ticket, ifVersion: ifVersion))
        enqueue(next)
        try record("waiting", on: next, ReasonFact(reason: reason.rawValue))
        try turn.emit(
            TicketWaitingV1(ticketID: ticket, version: next.version, reason: reason.rawValue),
            lane: next.lane
        )
        return next
    }

    /// Goes on with a ticket that waits, for whatever; the clocks go on with what was left of their budgets.
    public func resume(_ ticket: UUID, ifVersion: Int? = nil) async throws -> TicketPlace {
        let next = try after(.resume, from: try await locked(ticket, ifVersion: ifVersion))
        enqueue(next)
        try record("resumed", on: next)
        try turn.emit(TicketResumedV1(ticketID: ticket, version: next.version), lane: next.lane)
        return next
    }

    /// Proposes a solution, which the customer is asked to accept.
    public func propose(
        _ ticket: UUID,
        _ text: String,
        solution: SolutionKind? = nil,
        ifVersion: Int? = nil
    ) async throws -> TicketPlace {
        let next = try after(.propose, from: try await locked(ticket, ifVersion: ifVersion))
        let entry = try write("proposal", text, on: ticket, solution: solution)
        enqueue(next)
        try record("proposed", on: next, EntryFact(entry: entry))
        try turn.emit(TicketProposedV1(ticketID: ticket, version: next.version, entryID: entry), lane: next.lane)
        return next
    }

    /// Takes the proposal in the customer's name: the ticket is resolved.
    public func accept(_ ticket: UUID, _ text: String? = nil, ifVersion: Int? = nil) async throws -> TicketPlace {
        let next = try after(.accept, from: try await locked(ticket, ifVersion: ifVersion))
        if let text { _ = try write("acceptance", text, on: ticket) }
        enqueue(next)
        try record("accepted", on: next)
        try record("resolved", on: next, CycleFact(cycle: next.cycle))
        try turn.emit(TicketResolvedV1(ticketID: ticket, version: next.version, cycle: next.cycle), lane: next.lane)
        return next
    }

    /// Refuses the proposal or the resolution in the customer's name: work goes on.
    public func object(_ ticket: UUID, _ text: String, ifVersion: Int? = nil) async throws -> TicketPlace {
        let place = try await locked(ticket, ifVersion: ifVersion)
        let next = try after(.object, from: place)
        let entry = try write("objection", text, on: ticket)
        enqueue(next)
        try record("objected", on: next, EntryFact(entry: entry))
        try turn.emit(TicketObjectedV1(ticketID: ticket, version: next.version, entryID: entry), lane: next.lane)
        if next.cycle > place.cycle { try sayReopened(next) }
        return next
    }

    /// Tells everybody that work which was over goes on.
    func sayReopened(_ place: TicketPlace) throws {
        try record("reopened", on: place, CycleFact(cycle: place.cycle))
        try turn.emit(
            TicketReopenedV1(ticketID: place.id, version: place.version, cycle: place.cycle),
            lane: place.lane
        )
    }
}
