import Contracts
import WorkerKit

/// What becomes of each message of a batch, and what its sender is told.
struct Report {
    private(set) var verdicts: [Verdict]
    private(set) var answers: [IntakeAnswerV1?]
    private(set) var outcome = IntakeOutcome()

    init(_ count: Int) {
        verdicts = Array(repeating: .done, count: count)
        answers = Array(repeating: nil, count: count)
    }

    mutating func refuse(_ index: Int, _ refusal: IntakeValidation.Refusal) {
        answers[index] = .refused(refusal.errors)
        outcome.refused += 1
    }

    mutating func accept(_ index: Int, _ number: String, duplicate: Bool) {
        answers[index] = .accepted(ticket: number, duplicate: duplicate)
        if duplicate { outcome.duplicate += 1 } else { outcome.accepted += 1 }
    }

    mutating func hold(_ index: Int, _ pause: Duration) {
        verdicts[index] = .retry(after: pause)
        outcome.held += 1
    }
}
