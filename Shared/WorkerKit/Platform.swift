public import Logging
public import Postgres
import Synchronization
public import Topology

/// What a worker is made of: a service registers its handlers, sweeps and background work here before it starts.
public final class Platform: Sendable {
    /// The database, as the worker's role.
    public let database: Database
    /// The process's log.
    public let log: Logger
    /// The process's figures.
    public let metrics: Metrics
    /// Who this process is.
    public let identity: Identity

    private let registrations = Mutex(Registrations())
    let runner: LateRunner

    struct Registrations: Sendable {
        var routes: [Route] = []
        var queues: [String] = []
        var mostMessages = Int.max
        var sweeps: [RegisteredSweep] = []
        var background: [@Sendable () async -> Void] = []
        var gauges: [WatchedGauges] = []
    }

    init(identity: Identity, database: Database, metrics: Metrics, log: Logger, runner: LateRunner) {
        self.identity = identity
        self.database = database
        self.metrics = metrics
        self.log = log
        self.runner = runner
    }

    /// Number of this process among all that ever ran; 0 before it is ready.
    public var epoch: Int32 { runner.epoch }

    /// Listens to the worker's queues.
    ///
    /// `most` bounds the messages of one transaction, beside `AFTERSAIL_BATCH_LIMIT`: for a worker that holds much for each.
    public func listen(to inbox: Inbox, most: Int = .max) {
        registrations.withLock { registrations in
            registrations.queues += inbox.queues.map(\.name)
            registrations.mostMessages = most
        }
    }

    /// Handles one kind of message.
    public func handle(with handler: some Handler) {
        registrations.withLock { $0.routes.append(.decoding(handler)) }
    }

    /// Handles every message of a queue as bytes.
    public func handleEverything(from queue: String, with handler: some RawHandler) {
        registrations.withLock { registrations in
            registrations.queues.append(queue)
            registrations.routes.append(.raw(handler, from: queue))
        }
    }

    /// Drains what the broker gave up on, and what had no taker, into `parked_message`.
    ///
    /// One worker does it.
    public func drainDeadLetters() {
        handleEverything(from: Topology.deadQueue, with: DrainDeadLetters())
    }

    /// Runs a sweep; ring the bell when something may be due sooner than it knew.
    ///
    /// Sweeps take turns at one link to the database; one that works beside another has a link of its own.
    @discardableResult
    public func sweep(with sweep: some Sweep, onItsOwnLink: Bool = false) -> Bell {
        let bell = Bell()
        let registered = RegisteredSweep(sweep: sweep, bell: bell, hasOwnLink: onItsOwnLink)
        registrations.withLock { $0.sweeps.append(registered) }
        return bell
    }

    /// Removes the worker's rows that are older than their rules keep them.
    public func remove(_ kept: (rule: RetentionRule, keep: Duration)...) {
        sweep(with: RetentionSweep(kept, metrics: metrics, log: log))
    }

    /// Runs beside the messages until the process drains; the task is cancelled then and must end by itself.
    public func background(_ work: @escaping @Sendable () async -> Void) {
        registrations.withLock { $0.background.append(work) }
    }

    /// Shows gauges that only the database knows, read again every ten seconds.
    public func watch(_ gauges: WatchedGauges) {
        for gauge in gauges.gauges { metrics.declare(gauge.name, .gauge, gauge.help) }
        registrations.withLock { $0.gauges.append(gauges) }
    }

    /// Runs a turn that no message asked for; what it emits is published after its commit.
    ///
    /// - Throws: what `work` throws, or a `PostgresError`; nothing has happened then, except after `.commitUnknown`.
    public func turn<T: Sendable>(_ work: @Sendable (Turn) async throws -> T) async throws -> T {
        try await runner.run(work)
    }

    var registered: Registrations { registrations.withLock { $0 } }
}

/// A sweep with what ends its pause.
struct RegisteredSweep: Sendable {
    let sweep: any Sweep
    let bell: Bell
    let hasOwnLink: Bool
}

/// Ends a sweep's pause.
public final class Bell: Sendable {
    // A function that stands alone in a generic box is wrapped anew at every look, and the wrapping is written back:
    // after a million looks a call goes through two million of them. A member of a structure is left as it is.
    private struct Ringer {
        var action: (@Sendable () -> Void)?
    }

    private let ringer = Mutex(Ringer())

    /// Asks for a turn now.
    ///
    /// May be called from anywhere, also before the sweep runs.
    public func ring() { ringer.withLock { $0 }.action?() }

    func connect(_ action: @escaping @Sendable () -> Void) { ringer.withLock { $0.action = action } }
}

/// The turn runner that exists once the process has connected.
final class LateRunner: Sendable {
    private let runner = Mutex<(TurnRunner, ProcessEpoch)?>(nil)

    var epoch: Int32 { runner.withLock { $0 }?.1.current ?? 0 }

    func set(_ value: TurnRunner, _ epoch: ProcessEpoch) { runner.withLock { $0 = (value, epoch) } }

    func run<T: Sendable>(_ work: @Sendable (Turn) async throws -> T) async throws -> T {
        guard let (runner, _) = runner.withLock({ $0 }) else { throw PostgresError.closed }
        return try await runner.run(work)
    }
}
