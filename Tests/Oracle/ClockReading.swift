/// One clock as the oracle reads it, and as it reads the product's.
struct ClockReading: Sendable, Equatable {
    enum State: String, Sendable { case running, paused, met, breached, cancelled }

    let clock: Ledger.Clock
    let startedAt: Int
    let dueAt: Int?
    let stoppedAt: Int?
    let state: State
    let warnings: [Int]

    var text: String {
        let end = stoppedAt.map { ", stopped \(Answer.utc($0))" } ?? ""
        let due = dueAt.map(Answer.utc) ?? "never"
        return "\(clock.rawValue) from \(Answer.utc(startedAt)), due \(due)\(end): \(state.rawValue),"
            + " warnings [\(warnings.map(Answer.utc).joined(separator: " "))]"
    }
}
