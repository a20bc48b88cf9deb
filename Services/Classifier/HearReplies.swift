import Contracts
import FoundationEssentials
import Postgres
import Setup
import Tickets
import Triage
import WorkerKit

/// Listens to what customers write later: it may raise a ticket's priority, never lower it, and add numbers.
struct HearReplies: Handler {
    let judge: JudgeInForce
    let extractor: SetupCache<ExtractionPatterns, Extractor>

    func decide(_ batch: [Received<TicketMessageReceivedV1>], in turn: Turn) async throws -> [Verdict] {
        let spoken = batch.filter { !$0.body.machine }
        let (judge, extractor, facts, present) = try await together(
            { try await self.judge.current(in: turn.transaction) },
            { try await self.extractor.current(in: turn.transaction) },
            { try await turn.triageFacts(of: spoken.map(\.body.messageID), characters: self.judge.characters) },
            { try await turn.triage(of: spoken.map(\.body.ticketID)) }
        )
        var standing = present
        var raised: [UUID: TriageRow] = [:]
        var numbers: [UUID: TicketNumbers] = [:]
        var verdicts: [Verdict] = []
        for message in batch {
            guard !message.body.machine else {
                verdicts.append(.done)
                continue
            }
            guard let facts = facts[message.body.messageID], let row = standing[message.body.ticketID] else {
                verdicts.append(Self.wait(message.envelope.attempt))
                continue
            }
            let higher = row.raised(by: judge.judge(facts.message))
            if let higher {
                standing[row.ticketID] = higher
                raised[row.ticketID] = higher
                if higher.priority != row.priority {
                    try turn.emit(higher.message(about: row.ticketID), lane: higher.lane, because: message.envelope)
                }
            }
            let named = TicketNumbers(facts.message, by: extractor.body, version: extractor.version)
            if numbers[row.ticketID]?.add(named) == nil { numbers[row.ticketID] = named }
            verdicts.append(.done)
        }
        try turn.enqueueRaises(Array(raised.values))
        try turn.enqueueNumbers(numbers)
        return verdicts
    }

    /// The ticket's own classification is still under way: it may be behind a backlog, or in the outbox of a process that
    /// died, so a quarter of an hour passes before a person is asked.
    static func wait(_ attempt: Int) -> Verdict {
        switch attempt {
        case ..<10: .retry(after: .seconds(1))
        case ..<30: .retry(after: .seconds(5))
        case ..<60: .retry(after: .seconds(30))
        default: .park(reason: "the ticket was never classified in 60 tries; check the classifier, then replay")
        }
    }
}
