public import FoundationEssentials

/// Work that is due by the clock, not by a message: timers, waiting tickets, overdue mails.
///
/// Every replica runs its sweeps; rows are claimed with `FOR UPDATE SKIP LOCKED`, so each falls to one of them.
public protocol Sweep: Sendable {
    /// Name in logs and metrics, such as `timers`.
    var name: String { get }

    /// Does what is due in one transaction, up to a bounded number of rows, and says when to come again.
    ///
    /// - Throws: anything; the transaction is rolled back and the sweep comes again after a pause.
    func run(in turn: Turn) async throws -> NextSweep
}

/// When a sweep wants its next turn; none that looks by itself waits longer than a second, because another replica may have
/// died.
public enum NextSweep: Sendable, Equatable {
    /// More is due: at once.
    case again
    /// Nothing is due before this instant of the product's clock; `nil` when nothing is known.
    case at(Date?)
    /// Only when its bell is rung: another sweep looks at what is due, and calls for help.
    case whenRung
}
