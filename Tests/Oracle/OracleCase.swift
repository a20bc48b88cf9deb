/// One question about business time, with everything its answer depends on.
struct OracleCase: Sendable {
    enum Question: Sendable {
        case due(seconds: Int, pauses: OraclePauses)
        case elapsed(end: Int, pauses: OraclePauses)
        case isOpen, nextOpening, nextClosing
        case clocks(Ledger)

        /// Whether it looks at an instant alone.
        var isPoint: Bool {
            switch self {
            case .isOpen, .nextOpening, .nextClosing: true
            case .due, .elapsed, .clocks: false
            }
        }
    }

    let number: Int
    let calendar: OracleCalendar
    /// Seconds since 1970.
    let start: Int
    let question: Question

    /// The oracle's answer, as text that can be compared.
    var expected: String {
        let oracle = MinuteOracle(calendar: calendar)
        switch question {
        case .due(let seconds, let pauses):
            return Answer.instant(oracle.due(from: start, seconds: seconds, pauses: pauses))
        case .elapsed(let end, let pauses): return "\(oracle.elapsed(from: start, to: end, pauses: pauses)) s"
        case .isOpen: return oracle.isOpen(at: start) ? "open" : "closed"
        case .nextOpening:
            // The first opening after the instant: an open calendar has to close before.
            let closed = oracle.first(open: false, from: start)
            return Answer.instant(closed.flatMap { oracle.first(open: true, from: $0) })
        case .nextClosing:
            let open = oracle.first(open: true, from: start)
            return Answer.instant(open.flatMap { oracle.first(open: false, from: $0) })
        case .clocks(let ledger):
            return ledger.policies.map { policy in
                LedgerReading(ledger, until: policy.until).clocks(under: policy).map(\.text).joined(separator: "\n")
            }
            .joined(separator: "\n--\n")
        }
    }
}

/// How answers are written, of the oracle's and of the product's.
enum Answer {
    static func instant(_ second: Int?) -> String { second.map(utc) ?? "never" }

    static func utc(_ second: Int) -> String { "\(UTCText(second))" }
}
