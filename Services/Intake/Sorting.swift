import FoundationEssentials
import WorkerKit

/// What is to be done with each arrival of a batch, before anything is written; pure.
struct Sorting: Sendable {
    /// Stored before: its ticket.
    private(set) var duplicates: [(arrival: Arrival, ticket: KnownTicket)] = []
    /// The same as an earlier one of the batch.
    private(set) var repeats: [(arrival: Arrival, of: ReceiptKey)] = []
    /// Replies whose original is not here yet.
    private(set) var held: [(arrival: Arrival, pause: Duration)] = []
    /// To be stored, an original before its replies.
    private(set) var fresh: [Arrival] = []

    init(_ arrivals: [Arrival], facts: IntakeFacts) {
        let conversations = Conversations(facts)
        var leaders: Set<ReceiptKey> = []
        var stored: Set<Reference> = []
        var messages: Set<MessageKey> = []
        for arrival in Self.originalsFirst(arrivals) {
            if let ticket = facts.receipts[arrival.receipt] {
                duplicates.append((arrival, ticket))
            } else if leaders.contains(arrival.receipt) {
                repeats.append((arrival, arrival.receipt))
            } else if let pause = Self.pause(for: arrival), !conversations.knowsTarget(of: arrival),
                !arrival.references.contains(where: { stored.contains($0) }),
                !messages.contains(arrival.receipt.message)
            {
                held.append((arrival, pause))
            } else {
                fresh.append(arrival)
                leaders.insert(arrival.receipt)
                stored.insert(arrival.reference)
                messages.insert(arrival.receipt.message)
            }
        }
    }

    /// How long a reply without original waits; `nil` when it waits no longer, or when somebody waits for the answer.
    private static func pause(for arrival: Arrival) -> Duration? {
        guard !arrival.request.inReplyTo.isEmpty, arrival.envelope.replyTo == nil else { return nil }
        switch arrival.envelope.attempt {
        case ...1: return .seconds(1)
        case 2...3: return .seconds(5)
        default: return nil
        }
    }

    /// The arrivals in their order, but each behind those of the batch that it answers.
    static func originalsFirst(_ arrivals: [Arrival]) -> [Arrival] {
        let byReference = Dictionary(grouping: arrivals.indices, by: { arrivals[$0].reference })
        var sorted: [Arrival] = []
        var isSeen = [Bool](repeating: false, count: arrivals.count)
        for start in arrivals.indices where !isSeen[start] {
            // Depth first without recursion: an entry is left once everything it answers is sorted.
            var path = [(index: start, waitsFor: originals(of: start))]
            isSeen[start] = true
            while let last = path.last {
                guard let next = last.waitsFor.first(where: { !isSeen[$0] }) else {
                    sorted.append(arrivals[last.index])
                    path.removeLast()
                    continue
                }
                isSeen[next] = true
                path.append((next, originals(of: next)))
            }
        }
        return sorted

        func originals(of index: Int) -> [Int] {
            arrivals[index].references.flatMap { byReference[$0, default: []] }
        }
    }
}
