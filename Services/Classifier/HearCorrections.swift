import Contracts
import FoundationEssentials
import Postgres
import WorkerKit

/// Makes the category stand that a person named, and announces the ticket again where that changes something.
///
/// The message only says that there is a correction; the latest in the table counts. So late and repeated messages change
/// nothing.
struct HearCorrections: Handler {
    func decide(_ batch: [Received<TicketCorrectedV1>], in turn: Turn) async throws -> [Verdict] {
        let tickets = batch.map(\.body.ticketID)
        let (changed, known) = try await together(
            { try await turn.applyCorrections(to: tickets) },
            { try await turn.triage(of: tickets) }
        )
        var said: Set<UUID> = []
        for message in batch {
            guard let row = changed[message.body.ticketID], said.insert(row.ticketID).inserted else { continue }
            try turn.emit(row.message(about: row.ticketID), lane: row.lane, because: message.envelope)
        }
        return batch.map { known[$0.body.ticketID] == nil ? HearReplies.wait($0.envelope.attempt) : .done }
    }
}
