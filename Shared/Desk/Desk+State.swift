import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

extension Desk {
    /// The ticket's state, locked until the turn ends; a ticket nobody touched gets its row.
    func locked(_ ticket: UUID, ifVersion expected: Int?) async throws -> TicketPlace {
        turn.transaction.enqueue(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, updated_at)
            SELECT id, 'open', 0, 1, opened_at FROM ticket WHERE id = $1
            ON CONFLICT DO NOTHING
            """,
            ticket
        )
        let rows = try await turn.transaction.rows(
            """
            SELECT s.status, s.wait_reason, s.version, s.cycle, s.updated_at, t.number, g.lane,
                sees_ticket($2, t.id) AS seen, dealer_of($2) AS dealer
            FROM ticket_state s
            JOIN ticket t ON t.id = s.ticket_id
            LEFT JOIN triage g ON g.ticket_id = s.ticket_id
            WHERE s.ticket_id = $1
            FOR UPDATE OF s
            """,
            ticket,
            TicketSight(actor).viewer
        )
        guard let row = rows.first else { throw DeskError.unknownTicket(ticket.uuidString.lowercased()) }
        guard try row("seen") else { throw DeskError.notYours(dealer: try row("dealer")) }
        let place = try TicketPlace(row: row, id: ticket, in: turn)
        if let expected, expected != place.version {
            throw DeskError.versionChanged(expected: expected, found: place.version)
        }
        return place
    }

    /// The place after a move, one version on; a new cycle begins when work that was over goes on.
    func after(_ move: TicketMove, from place: TicketPlace) throws -> TicketPlace {
        var next = place
        do throws(IllegalMove) { next.status = try place.status.after(move) } catch { throw DeskError.illegal(error) }
        next.version += 1
        if place.status.isEnded && !next.status.isEnded { next.cycle += 1 }
        return next
    }

    /// Writes the new place with the next flight.
    func enqueue(_ place: TicketPlace) {
        turn.transaction.enqueue(
            """
            UPDATE ticket_state
            SET status = $2,
                wait_reason = $3,
                version = $4,
                cycle = $5,
                resolved_at = CASE $2 WHEN 'resolved' THEN COALESCE(resolved_at, $6) WHEN 'closed' THEN resolved_at END,
                closed_at = CASE WHEN $2 = 'closed' THEN $6 END,
                updated_at = $7
            WHERE ticket_id = $1
            """,
            place.id,
            place.status.kind.rawValue,
            place.status.pauseReason?.rawValue,
            Int32(place.version),
            Int32(place.cycle),
            turn.now,
            place.recordedAt
        )
    }

    /// Stores what was written and returns its id.
    func write(
        _ kind: String,
        _ text: String,
        on ticket: UUID,
        solution: SolutionKind? = nil
    ) throws -> UUID {
        let text = text.replacing("\0", with: "\u{FFFD}")
        guard (1...100_000).contains(text.count), text.contains(where: { !$0.isWhitespace }) else {
            throw DeskError.badText
        }
        let id = turn.newID()
        turn.transaction.enqueue(
            """
            INSERT INTO desk_entry (id, ticket_id, kind, author, body, solution_kind, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            id,
            ticket,
            kind,
            actor.text,
            text,
            solution?.rawValue,
            turn.now
        )
        return id
    }

    /// Adds to the ledger, now and by this actor, behind what the place was found in.
    func record(_ kind: String, on place: TicketPlace, _ data: some Encodable = [String: String]()) throws {
        turn.record(
            try LedgerEntry(
                ticketID: place.id,
                at: turn.now,
                kind: kind,
                actor: actor.text,
                data: data,
                recordedAt: place.recordedAt
            )
        )
    }
}

/// Ledger data of what was written.
struct EntryFact: Encodable {
    let entry: UUID
}

/// Ledger data of a resolution cycle.
struct CycleFact: Encodable {
    let cycle: Int
}

/// Ledger data of a pause.
struct ReasonFact: Encodable {
    let reason: String
}
