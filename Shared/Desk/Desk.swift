public import FoundationEssentials
import Postgres
import Tickets
public import WorkerKit

/// What people do to tickets, each operation within one turn.
///
/// Every operation locks the ticket's state, asks the pure state machine, writes state, entry and ledger, and emits
/// its event in the ticket's lane. An error means that the turn must be rolled back.
public struct Desk: Sendable {
    /// The turn everything happens in.
    let turn: Turn
    /// Who does it.
    let actor: DeskActor

    /// A desk for one turn.
    public init(_ turn: Turn, as actor: DeskActor) {
        self.turn = turn
        self.actor = actor
    }

    /// Id of the ticket that `text` names: a number as printed or typed, or an id.
    ///
    /// - Throws: `DeskError.unknownTicket`.
    public func ticket(_ text: String, prefix: String = "AS-") async throws -> UUID {
        let typed = (try? TicketNumber.parse(text, prefix: TicketNumberPrefix(prefix)))?.description
        let rows = try await turn.transaction.rows(
            "SELECT id FROM ticket WHERE number = ANY ($1) OR id = $2 ORDER BY number = $3 DESC LIMIT 1",
            [text, text.uppercased(), typed ?? text],
            UUID(uuidString: text),
            text
        )
        guard let row = rows.first else { throw DeskError.unknownTicket(text) }
        return try row("id")
    }
}
