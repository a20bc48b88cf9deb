public import Contracts

/// Decides about messages of one kind.
///
/// A handler loads the facts of a whole batch at once, decides purely, writes set-based in the turn's transaction
/// and returns one verdict a message, in order. It never acknowledges and never publishes: it says what happened
/// with `Turn.emit`. Each message reaches it once per committed turn; a turn that throws is rolled back whole.
public protocol Handler<Body>: Sendable {
    /// The message it handles.
    associatedtype Body: Message

    /// One verdict for every message of the batch, in its order.
    ///
    /// - Throws: anything; the turn is rolled back and the culprit isolated by bisection.
    func decide(_ batch: [Received<Body>], in turn: Turn) async throws -> [Verdict]
}
