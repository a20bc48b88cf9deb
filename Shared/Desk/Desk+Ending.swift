import Contracts
public import FoundationEssentials
import Tickets
import WorkerKit

extension Desk {
    /// Declares the ticket solved.
    public func resolve(
        _ ticket: UUID,
        _ text: String? = nil,
        solution: SolutionKind? = nil,
        ifVersion: Int? = nil
    ) async throws -> TicketPlace {
        let next = try after(.resolve, from: try await locked(ticket, ifVersion: ifVersion))
        if let text { _ = try write("resolution", text, on: ticket, solution: solution) }
        enqueue(next)
        try record("resolved", on: next, CycleFact(cycle: next.cycle))
        try turn.emit(TicketResolvedV1(ticketID: ticket, version: next.version, cycle: next.cycle), lane: next.lane)
        return next
    }

    /// Ends the ticket.
    public func close(_ ticket: UUID, ifVersion: Int? = nil) async throws -> TicketPlace {
        let next = try after(.close, from: try await locked(ticket, ifVersion: ifVersion))
        enqueue(next)
        try record("closed", on: next, CycleFact(cycle: next.cycle))
        try turn.emit(TicketClosedV1(ticketID: ticket, version: next.version, cycle: next.cycle), lane: next.lane)
        return next
    }

    /// Begins work again in a new cycle.
    public func reopen(_ ticket: UUID, ifVersion: Int? = nil) async throws -> TicketPlace {
        let next = try after(.reopen, from: try await locked(ticket, ifVersion: ifVersion))
        enqueue(next)
        try sayReopened(next)
        return next
    }
}
