public import FoundationEssentials
public import Postgres

/// Who may see what: people of a dealer only tickets that one of the dealer's people has or had, all others everything.
///
/// The rule itself is the function `sees_ticket` of the database, so that lists can use it; whoever shows tickets asks here.
public struct TicketSight: Sendable {
    /// Key of the agent who looks; nil for operators and customers, who are not restricted here.
    public let viewer: String?

    /// The sight of whoever acts.
    public init(_ actor: DeskActor) {
        if case .agent(let key) = actor { viewer = key } else { viewer = nil }
    }

    /// Refuses an agent whom nobody knows, so that a typing error does not show everything.
    ///
    /// - Throws: `DeskError.unknownAgent`.
    public func requireKnown(in transaction: Transaction) async throws {
        guard let viewer else { return }
        let rows = try await transaction.rows("SELECT 1 AS one FROM agent WHERE id = $1 AND active", viewer)
        guard !rows.isEmpty else { throw DeskError.unknownAgent(viewer) }
    }

    /// Refuses a ticket that this agent may not see.
    ///
    /// - Throws: `DeskError.unknownAgent`, `.notYours`.
    public func require(_ ticket: UUID, in transaction: Transaction) async throws {
        guard let viewer else { return }
        try await requireKnown(in: transaction)
        let rows = try await transaction.rows(
            "SELECT sees_ticket($1, $2) AS seen, dealer_of($1) AS dealer",
            viewer,
            ticket
        )
        guard let row = rows.first, !(try row("seen")) else { return }
        throw DeskError.notYours(dealer: try row("dealer"))
    }
}
