public import FoundationEssentials

/// Hands messages to a relay over a few reused connections; no message is ever sent twice.
///
/// One thread of its own, nothing blocks. Keep one sender per relay for the life of the process.
public final class SMTPSender: Sendable {
    private let engine: SMTPEngine

    /// A sender without connections yet; they open with the first message and end after 10 s without work.
    public init(_ relay: SMTPRelay) {
        engine = SMTPEngine(relay)
    }

    /// Sends each message once and tells what became of it.
    ///
    /// A message is handed over up to the end-of-data mark, then held. `finalise` gets every message held at about the
    /// same time (within 5 ms) in one call; only those it returns are completed, the others end `aborted`. A message
    /// whose link fails before the mark ends `deferred`, also when it has been granted. Any number of calls may run at
    /// once and share the connections. Cancelling the task has no effect: every message gets its outcome, within the
    /// relay's time-out per step.
    ///
    /// - Parameters:
    ///   - mails: ids must differ; of two messages with the same id one is sent.
    ///   - finalise: commits "finalising" and returns the messages for which that succeeded; runs off the mail thread.
    /// - Returns: one outcome per id.
    public func send(
        _ mails: [OutgoingMail],
        finalise: @escaping @Sendable ([UUID]) async -> Set<UUID>
    ) async -> [UUID: SMTPOutcome] {
        await engine.send(mails, finalise: finalise)
    }

    /// Ends all connections after the messages under way; those that have not begun end `deferred`, as do later ones.
    ///
    /// Takes at most a few of the relay's time-outs, plus what `finalise` takes.
    public func close() async {
        await engine.close()
    }
}
