import Contracts
import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

/// Takes messages from strangers: refuses, recognises, holds or files each, and answers whoever asked.
struct AcceptRequests: RawHandler {
    let numbering: Numbering
    var tokens = ThreadTokens.none
    let tally: IntakeTally

    func decide(_ batch: [RawMessage], in turn: Turn) async throws -> [Verdict] {
        let (arrivals, refused) = read(batch)
        try turn.enqueueQuarantine(refused.map { QuarantineEntry(batch[$0.index], $0.refusal) })
        var report = Report(batch.count)
        for (index, refusal) in refused { report.refuse(index, refusal) }
        if !arrivals.isEmpty { try await accept(arrivals, in: turn, &report) }
        for (message, answer) in zip(batch, report.answers) {
            guard let answer, let address = message.envelope.replyTo else { continue }
            turn.answer(try WireJSON.encode(answer), to: address)
        }
        tally.count(report.outcome, in: turn)
        return report.verdicts
    }

    private func read(_ batch: [RawMessage]) -> ([Arrival], [(index: Int, refusal: IntakeValidation.Refusal)]) {
        var arrivals: [Arrival] = []
        var refused: [(index: Int, refusal: IntakeValidation.Refusal)] = []
        for (index, message) in batch.enumerated() {
            do throws(IntakeValidation.Refusal) {
                let request = try IntakeValidation.request(in: message.body, oversize: message.oversize)
                arrivals.append(
                    Arrival(
                        index: index,
                        request: request,
                        envelope: message.envelope,
                        quoted: numbering.quoted(in: request.subject),
                        title: numbering.title(request.subject),
                        tokens: TokenEvidence(request, tokens)
                    )
                )
            } catch {
                refused.append((index, error))
            }
        }
        return (arrivals, refused)
    }

    private func accept(_ arrivals: [Arrival], in turn: Turn, _ report: inout Report) async throws {
        let facts = try await turn.transaction.facts(about: arrivals)
        let sorting = Sorting(arrivals, facts: facts)
        for (arrival, pause) in sorting.held { report.hold(arrival.index, pause) }
        for (arrival, ticket) in sorting.duplicates { report.accept(arrival.index, ticket.number, duplicate: true) }
        guard !sorting.fresh.isEmpty else { return }
        let filed = try await file(sorting.fresh, facts, in: turn)
        for arrival in sorting.fresh {
            guard let place = filed[arrival.receipt] else { continue }
            report.accept(arrival.index, place.number, duplicate: place.isDuplicate)
        }
        for (arrival, receipt) in sorting.repeats {
            guard let place = filed[receipt] else { continue }
            report.accept(arrival.index, place.number, duplicate: true)
        }
    }

    /// Where a message ended up.
    private struct Place {
        let number: String
        /// Another process stored it a moment earlier.
        let isDuplicate: Bool
    }

    private func file(_ fresh: [Arrival], _ facts: IntakeFacts, in turn: Turn) async throws -> [ReceiptKey: Place] {
        var customers = Customers(fresh.map(\.request), known: facts.points, newID: turn.newID)
        var conversations = Conversations(facts)
        let drafts = fresh.map { Filing.Draft(arrival: $0, messageID: turn.newID(), ticketID: turn.newID()) }
        let planned = Filing(drafts, conversations: conversations, customers: customers)
        var claims = try await turn.transaction.claim(
            planned,
            customers,
            carefully: turn.isCareful,
            now: turn.now,
            newID: turn.newID
        )
        var filing = planned
        if !claims.isComplete {
            for (place, customer) in claims.lostPoints { customers.lose(customers.claims[place].point, to: customer) }
            for (place, ticket) in claims.lostLetters { conversations.add(fresh[place], storedOn: ticket) }
            let kept = drafts.indices.filter { claims.lostLetters[$0] == nil }.map { drafts[$0] }
            filing = Filing(kept, conversations: conversations, customers: customers)
            turn.transaction.enqueueReceiptTickets(filing.letters)
        }
        let missing = filing.opening.count - claims.sequence.count
        if missing > 0 { claims.sequence += try await turn.transaction.nextInSequence(missing) }
        let numbers = try numbers(of: filing, claims.sequence)
        try await write(filing, customers, numbers, in: turn)
        var places = claims.lostLetters.map { place, ticket in
            (fresh[place].receipt, Place(number: ticket.number, isDuplicate: true))
        }
        places += filing.letters.map { letter in
            (letter.arrival.receipt, Place(number: numbers[letter.ticket] ?? "", isDuplicate: false))
        }
        return Dictionary(places, uniquingKeysWith: { first, _ in first })
    }

    /// Numbers of all tickets that letters stand on.
    private func numbers(of filing: Filing, _ sequence: [Int64]) throws -> [UUID: String] {
        var numbers = filing.conversations.known.mapValues(\.number)
        for (letter, place) in zip(filing.opening, sequence) { numbers[letter.ticket] = try numbering.number(place) }
        return numbers
    }

    private func write(
        _ filing: Filing,
        _ customers: Customers,
        _ numbers: [UUID: String],
        in turn: Turn
    ) async throws {
        guard !filing.letters.isEmpty else { return }
        let transaction = turn.transaction
        transaction.enqueue(customers, now: turn.now)
        transaction.enqueueTickets(filing.opening, numbers: numbers, now: turn.now)
        transaction.enqueueMessages(filing.letters, now: turn.now)
        transaction.enqueue(filing.links)
        transaction.enqueueMerges(filing.letters, customers)
        try await turn.tell(filing)
        try await turn.declineSurveys(of: filing.letters.compactMap(\.arrival.tokens.declined))
    }
}
