import Contracts
import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

extension Turn {
    /// Records and says what the letters did, behind everything enqueued.
    func tell(_ filing: Filing) async throws {
        let known = filing.conversations.known
        let resumed = try await resume(filing.resumed)
        for letter in filing.letters {
            try tell(letter, lane: known[letter.ticket]?.lane ?? .normal, recordedAt: resumed.instants[letter.ticket])
        }
        for row in resumed.rows where try row("reopened") {
            let ticket: UUID = try row("ticket_id")
            let cycle = Int(try row("cycle") as Int32)
            // Now, not when the customer wrote: that may lie before the resolution it ends.
            try record(
                LedgerEntry(
                    ticketID: ticket,
                    at: now,
                    kind: "reopened",
                    actor: "customer",
                    data: ["cycle": cycle],
                    recordedAt: resumed.instants[ticket]
                )
            )
            try emit(
                TicketReopenedV1(ticketID: ticket, version: Int(try row("version") as Int32), cycle: cycle),
                lane: known[ticket]?.lane ?? .normal
            )
        }
    }

    /// The tickets that go on, and for each the instant behind the change that it was found with: whoever made that
    /// may have begun after us.
    private func resume(_ tickets: [UUID]) async throws -> (rows: [Row], instants: [UUID: Date]) {
        guard !tickets.isEmpty else { return ([], [:]) }
        let rows = try await transaction.rows(
            "SELECT ticket_id, version, cycle, reopened, previous_at FROM resume_tickets($1)",
            tickets
        )
        var instants: [UUID: Date] = [:]
        for row in rows { instants[try row("ticket_id")] = instant(after: try row("previous_at")) }
        return (Array(rows), instants)
    }

    private func tell(_ letter: Filing.Letter, lane: Lane, recordedAt: Date?) throws {
        let clockStart = letter.request.clockStart(now: now)
        let machine = letter.request.machine
        try record(
            LedgerEntry(
                ticketID: letter.ticket,
                at: clockStart,
                kind: letter.opens ? "opened" : "customer_message",
                actor: "customer",
                data: ["machine": machine],
                recordedAt: recordedAt
            )
        )
        if letter.opens {
            try emit(
                TicketOpenedV1(
                    ticketID: letter.ticket,
                    messageID: letter.messageID,
                    customerID: letter.customer,
                    clockStart: clockStart,
                    machine: machine
                ),
                lane: lane,
                because: letter.arrival.envelope
            )
        } else {
            try emit(
                TicketMessageReceivedV1(
                    ticketID: letter.ticket,
                    messageID: letter.messageID,
                    clockStart: clockStart,
                    machine: machine
                ),
                lane: lane,
                because: letter.arrival.envelope
            )
        }
    }
}
