public import Contracts
public import FoundationEssentials
public import Postgres
import Synchronization
public import Tickets
import Topology

/// One transaction in which messages are settled, and everything that follows from it.
///
/// What a handler emits, records, answers or schedules here takes effect only if the transaction commits.
public final class Turn: Sendable {
    /// The database transaction; its writes may be queued with `enqueue`.
    public let transaction: Transaction
    /// `aftersail.now()` of this transaction: the only clock a decision may read.
    public let now: Date
    /// Seconds of the product's clock in one of the machine's; 1 but in simulations.
    let rate: Double
    /// Whether rows that this turn inserts may stand there already, so that `ON CONFLICT` is worth its price.
    ///
    /// Messages are handled without first: where a key turns out to be taken, the turn begins anew, with care.
    public let isCareful: Bool

    private let effects = Mutex(Effects())

    /// What a committed turn leaves to do.
    struct Effects: Sendable {
        var outbox: [OutboxRow] = []
        var ledger: [LedgerEntry] = []
        var answers: [Answer] = []
        var afterCommit: [@Sendable () -> Void] = []
        var publication = Publication.atOnce
    }

    init(transaction: Transaction, now: Date, rate: Double = 1, isCareful: Bool = true) {
        self.transaction = transaction
        self.now = now
        self.rate = rate
        self.isCareful = isCareful
    }

    convenience init(transaction: Transaction, at reading: ClockReading, isCareful: Bool = true) {
        self.init(transaction: transaction, now: reading.now, rate: reading.rate, isCareful: isCareful)
    }

    /// Seconds that the product's clock counts while the machine's counts `duration`.
    ///
    /// For waits that are about machines, such as commits and other processes: they take no longer because a simulation
    /// has the product's clock run fast.
    public func span(of duration: Duration) -> TimeInterval { duration / .seconds(1) * rate }

    /// A new UUIDv7 of this turn's instant.
    public func newID() -> UUID {
        var random = RandomWords()
        return .version7(at: now, using: &random)
    }

    /// Says what happened to everybody who listens, once the turn has committed.
    ///
    /// - Parameters:
    ///   - message: what happened; ids, codes and versions only.
    ///   - lane: the ticket's lane; `normal` until it is classified.
    ///   - cause: the message that led here, whose trace is continued.
    /// - Throws: `EncodingError` when a number is not finite; a retry does not help.
    public func emit(_ message: some Message, lane: Lane, because cause: Envelope? = nil) throws {
        let row = OutboxRow(
            id: newID(),
            exchange: Topology.eventExchange,
            routingKey: "\(lane.rawValue).\(type(of: message).name)",
            headers: OutboxHeaders(
                type: type(of: message).name,
                ticket: message.subjectID,
                traceparent: (cause?.trace.child() ?? .begin()).header
            ),
            body: try WireJSON.encode(message)
        )
        effects.withLock { $0.outbox.append(row) }
    }

    /// Adds to the ticket's append-only record.
    public func record(_ entry: LedgerEntry) {
        effects.withLock { $0.ledger.append(entry) }
    }

    /// Answers an asker after the commit, at best effort; `nil` addresses are ignored.
    public func answer(_ body: [UInt8], to address: ReplyAddress?) {
        guard let address else { return }
        effects.withLock { $0.answers.append(Answer(address: address, body: body)) }
    }

    /// When the broker is told what this turn says; `atOnce` unless it says otherwise.
    public func publish(_ publication: Publication) {
        effects.withLock { $0.publication = publication }
    }

    /// Runs after the commit, on an unspecified thread; for waking a neighbour, not for work.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        effects.withLock { $0.afterCommit.append(action) }
    }

    func add(_ row: OutboxRow) {
        effects.withLock { $0.outbox.append(row) }
    }

    func takeEffects() -> Effects {
        effects.withLock { effects in
            let taken = effects
            effects = Effects()
            return taken
        }
    }
}

/// An answer that waits for its commit.
struct Answer: Sendable {
    let address: ReplyAddress
    let body: [UInt8]
}
