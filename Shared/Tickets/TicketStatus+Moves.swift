/// A move that the ticket's status does not allow.
///
/// A retry helps only after somebody has moved the ticket.
public struct IllegalMove: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the ticket stood.
    public let status: TicketStatus
    /// What was tried.
    public let move: TicketMove
    /// Names of the moves that are allowed now.
    public var allowed: [String] { status.allowedMoves.map(\.name) }

    /// What was tried and what is allowed instead.
    public var description: String {
        let moves = allowed.isEmpty ? "none" : allowed.joined(separator: ", ")
        return
            "move \(move.name) is not allowed for a ticket that is \(status.rawValue); allowed now: \(moves)\(advice)"
    }

    private var advice: String {
        switch (status, move) {
        case (.merged, _): "; use the ticket it was merged into"
        default: ""
        }
    }
}

extension TicketStatus {
    /// The status after a move; throws ``IllegalMove``, which says what is allowed now.
    public func after(_ move: TicketMove) throws(IllegalMove) -> TicketStatus {
        guard let next = next(move) else { throw IllegalMove(status: self, move: move) }
        return next
    }

    /// The moves that ``after(_:)`` takes now, each name once.
    public var allowedMoves: [TicketMove] { TicketMove.all.filter { next($0) != nil } }

    /// The transition table; nil where there is no arrow.
    private func next(_ move: TicketMove) -> TicketStatus? {
        switch self {
        case .open: fromOpen(move)
        case .waiting(let reason): fromWaiting(move, for: reason)
        case .proposed: fromProposed(move)
        case .resolved: fromResolved(move)
        case .closed: fromClosed(move)
        case .merged: move == .note ? .merged : nil
        }
    }

    private func fromOpen(_ move: TicketMove) -> TicketStatus? {
        switch move {
        case .reply, .note, .customerMessage: .open
        case .wait(let reason): .waiting(reason)
        case .propose: .proposed
        case .resolve: .resolved
        case .close: .closed
        case .merge: .merged
        case .accept, .object, .reopen, .resume: nil
        }
    }

    private func fromWaiting(_ move: TicketMove, for reason: PauseReason) -> TicketStatus? {
        switch move {
        case .reply, .note: self
        case .wait(let next): .waiting(next)
        case .resume: .open
        case .customerMessage: reason == .customer ? .open : self
        case .propose: .proposed
        case .resolve: .resolved
        case .close: .closed
        case .merge: .merged
        case .accept, .object, .reopen: nil
        }
    }

    private func fromProposed(_ move: TicketMove) -> TicketStatus? {
        switch move {
        case .reply, .note, .propose: .proposed
        case .accept, .resolve: .resolved
        case .object, .customerMessage: .open
        case .merge: .merged
        case .wait, .resume, .close, .reopen: nil
        }
    }

    private func fromResolved(_ move: TicketMove) -> TicketStatus? {
        switch move {
        case .reply, .note: .resolved
        case .close: .closed
        case .reopen, .object, .customerMessage: .open
        case .merge: .merged
        case .wait, .resume, .propose, .accept, .resolve: nil
        }
    }

    private func fromClosed(_ move: TicketMove) -> TicketStatus? {
        switch move {
        case .note: .closed
        case .reopen, .customerMessage: .open
        default: nil
        }
    }
}
