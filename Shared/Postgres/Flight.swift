/// What travels to the server together and ends with one Sync.
///
/// Confined to its link.
final class Flight {
    enum Commit {
        case none, sent, done
    }

    let deadline: Deadline
    let context: TransactionContext?

    private let report: Link.Answer
    private var answer: ResultSet?
    private var failure: PostgresError?
    private var commit = Commit.none

    init(by deadline: Deadline, in context: TransactionContext? = nil, report: @escaping Link.Answer = { _ in }) {
        self.deadline = deadline
        self.context = context
        self.report = report
    }

    func commitSent() {
        commit = .sent
    }

    func answered(_ result: ResultSet) {
        answer = result
    }

    /// The first failure stands; those behind it are its consequences.
    func failed(_ error: PostgresError) {
        failure = failure ?? error
    }

    /// A COMMIT that ended in ROLLBACK was sent into a transaction that had already failed.
    func committed(tag: String) {
        commit = .done
        guard tag != "COMMIT" else { return }
        failed(.rejected(state: "25P02", message: "COMMIT was answered with \(tag)", constraint: nil))
    }

    /// COMMIT was refused; if the server was just going away, nobody knows whether it had finished.
    func commitFailed(_ error: PostgresError) {
        commit = .done
        failed(error.endsConnection ? .commitUnknown : error)
    }

    /// Everything has been answered.
    func land() {
        if let failure { context?.fail(failure) }
        // A later flight of a failed transaction only ever hears 25P02: the first failure is the news.
        let outcome = failure.map { context?.failure ?? $0 }
        report(outcome.map { .failure($0) } ?? .success(Rows(answer)))
    }

    /// The link is gone, and with it every answer still owed.
    func crash(_ error: PostgresError) {
        let final = failure ?? (commit == .sent ? .commitUnknown : error)
        context?.fail(final)
        report(.failure(context?.failure ?? final))
    }
}

/// The next thing the server owes us.
struct Expectation {
    enum Kind {
        /// PREPARE of a statement, by name.
        case preparation(String)
        /// A statement nobody reads.
        case statement
        /// The statement whose rows the caller awaits.
        case answer
        case commit
        /// Simple-protocol text: any number of results, then none.
        case script
        case sync
    }

    let kind: Kind
    let flight: Flight
}
