import Broker
import FlyingFox
import FoundationEssentials
public import Logging
import Postgres
import Synchronization
import Topology

/// One running worker: links, loops and their orderly end.
///
/// `Worker.main` runs it in a process of its own, tests run several in one.
public final class WorkerProcess: Sendable {
    private let identity: Identity
    private let settings: PlatformSettings
    private let log: Logger
    private let metrics = Metrics()
    private let database: Database
    private let sweepDatabase: Database
    /// For sweeps that work beside others.
    private let ownLinks: Database
    private let consumer: ConsumerLink
    private let publisher: PublisherLink
    private let outbox: Outbox
    private let epoch = ProcessEpoch()
    private let horizon = InboxHorizon()
    private let platform: Platform
    private let housekeeping: Housekeeping
    private let runner: TurnRunner
    private let sweepRunner: TurnRunner
    private let workerMetrics: WorkerMetrics
    private let lateRunner = LateRunner()
    private let phase = Mutex(Phase.starting)
    private let tasks = Mutex(Tasks())

    private enum Phase { case starting, running, draining, stopped }

    private struct Tasks {
        var consumption: Task<Void, Never>?
        var others: [Task<Void, Never>] = []
        var health: HealthServer?
    }

    /// Builds a worker; nothing runs before `start`.
    ///
    /// - Parameters:
    ///   - identity: who the process is; its role and outbox follow from it.
    ///   - settings: where database and broker are, and how much at once.
    ///   - log: the process's log.
    ///   - build: registers the service's handlers.
    /// - Throws: `BrokerError` for a malformed broker address, and what `build` throws.
    public init(
        _ identity: Identity,
        settings: PlatformSettings,
        log: Logger,
        build: (Platform) throws -> Void
    ) throws {
        self.identity = identity
        self.settings = settings
        self.log = log
        // With the session of the epoch: three links a process, and one for each sweep that wants its own.
        database = settings.database(identity, links: 1)
        sweepDatabase = settings.database(identity, links: 1)
        publisher = PublisherLink(try settings.brokerAddress("\(identity.worker) publishes"))
        workerMetrics = WorkerMetrics(metrics)
        outbox = Outbox(
            table: identity.outboxTable,
            epoch: epoch,
            publisher: publisher,
            metrics: workerMetrics,
            log: log
        )
        platform = Platform(
            identity: identity,
            database: sweepDatabase,
            metrics: metrics,
            log: log,
            runner: lateRunner
        )
        // The sla-monitor also sweeps for command lines, which have no replica to do it.
        let orphans = identity.worker == "sla-monitor" ? ["outbox_desk", "outbox_operator"] : []
        let outboxes = [identity.outboxTable] + orphans
        platform.watch(.oldest(in: outboxes))
        try build(platform)
        let registered = platform.registered
        ownLinks = settings.database(identity, links: registered.sweeps.count(where: \.hasOwnLink))
        consumer = ConsumerLink(
            try settings.brokerAddress("\(identity.worker) consumes"),
            subscriptions: registered.queues.map { Subscription(queue: $0, prefetch: UInt16(settings.prefetch)) }
        )
        // One sender for both: what waits for an asker is bounded once.
        let answers = AnswerSender(publisher: publisher)
        runner = TurnRunner(
            identity: identity,
            database: database,
            outbox: outbox,
            routes: Routes(registered.routes),
            horizon: horizon,
            answers: answers
        )
        sweepRunner = TurnRunner(
            identity: identity,
            database: sweepDatabase,
            outbox: outbox,
            routes: Routes([]),
            horizon: horizon,
            answers: answers
        )
        let sweeper = OutboxSweeper(
            tables: outboxes,
            epoch: epoch,
            database: sweepDatabase,
            publisher: publisher,
            log: log
        )
        housekeeping = Housekeeping(
            identity: identity,
            database: sweepDatabase,
            epoch: epoch,
            outbox: outbox,
            sweeper: sweeper,
            horizon: horizon,
            gauges: registered.gauges,
            metrics: metrics,
            log: log
        )
    }

    /// Connects, waits until database and topology are ready, and begins to consume.
    ///
    /// - Throws: `TopologyMismatch` when a queue exists otherwise than described, `CancellationError`; outages are
    ///   waited out.
    public func start() async throws {
        let health = try await HealthServer(
            settings.http,
            readiness: { [weak self] in self?.obstacles ?? [] },
            metrics: metrics
        )
        tasks.withLock { $0.health = health }
        if let health { keep(Task { try? await health.server.run() }) }
        try await announce(health)
        try await prepare()
        await publisher.start()
        let registered = platform.registered
        lateRunner.set(sweepRunner, epoch)
        startSweeps(registered.sweeps)
        for work in registered.background { keep(Task { await work() }) }
        keep(Task { await housekeeping.run() })
        if !registered.queues.isEmpty {
            await consumer.start()
            let consumption = self.consumption
            tasks.withLock { $0.consumption = Task { await consumption.run() } }
        }
        phase.withLock { $0 = .running }
        log.notice("ready", [.epoch: "\(epoch.current)", .version: "\(Product.version)"])
    }

    /// Ends in order: stop consuming, settle what was taken, publish what was said, close.
    public func stop() async {
        phase.withLock { $0 = .draining }
        await consumer.drain(handingOut: true)
        await tasks.withLock { $0.consumption }?.value
        let (others, health) = tasks.withLock { ($0.others, $0.health) }
        for task in others { task.cancel() }
        await health?.server.stop()
        for task in others { await task.value }
        let deadline = ContinuousClock.now + settings.drainTime / 2
        await outbox.release()
        while await !outbox.isEmpty, ContinuousClock.now < deadline { await Pause.jittered(.milliseconds(10)) }
        try? await housekeeping.flush()
        await consumer.close()
        await publisher.close()
        await epoch.release()
        await database.close()
        await sweepDatabase.close()
        await ownLinks.close()
        if let path = settings.runFile { RunFile.remove(path) }
        phase.withLock { $0 = .stopped }
        log.notice("stopped")
    }

    /// Tries database and topology once.
    ///
    /// - Throws: what is wrong; see `ExplainedFailure`.
    func checkSurroundings() async throws {
        try await housekeeping.prepare()
        try await TopologyCheck(settings: settings, identity: identity).run(queues: platform.registered.queues)
        await epoch.release()
        await database.close()
        await sweepDatabase.close()
        await ownLinks.close()
    }

    /// What keeps the process from work right now; empty when it is ready.
    public var obstacles: [String] {
        var obstacles: [String] = []
        switch phase.withLock({ $0 }) {
        case .running: break
        case .starting: obstacles.append("starting: waits for database and topology")
        case .draining, .stopped: obstacles.append("draining")
        }
        if !database.isConnected && !sweepDatabase.isConnected { obstacles.append("database: not connected") }
        if !epoch.isHeld { obstacles.append("database: the process's lock is not held") }
        if consumer.state != .connected { obstacles.append("consume link: \(consumer.state)") }
        if publisher.state != .connected { obstacles.append("publish link: \(publisher.state)") }
        return obstacles
    }

    private var consumption: Consumption {
        let crashGuard = CrashGuard(maxStarts: 5, identity: identity, database: database, epoch: epoch)
        let isolation = Isolation(
            maxAttempts: settings.maxAttempts,
            retryDelays: settings.retryDelays,
            identity: identity,
            runner: runner,
            crashGuard: crashGuard,
            consumer: consumer,
            metrics: workerMetrics,
            log: log
        )
        return Consumption(
            batchLimit: min(settings.batchLimit, platform.registered.mostMessages),
            batchBytes: 4 << 20,
            linger: settings.linger,
            consumer: consumer,
            database: database,
            isolation: isolation,
            metrics: workerMetrics,
            log: log
        )
    }

    private func startSweeps(_ sweeps: [RegisteredSweep]) {
        for registered in sweeps {
            let runner = registered.hasOwnLink ? sweepRunner.on(ownLinks) : sweepRunner
            let loop = SweepLoop(registered.sweep, runner: runner, log: log)
            registered.bell.connect { loop.wake() }
            keep(Task { await loop.run() })
        }
    }

    private func announce(_ health: HealthServer?) async throws {
        let now = Date()  // lint:clock run file and metrics tell the machine's own time
        workerMetrics.started(at: now)
        let port = try await health?.port()
        if let port { log.info("health is served", [.port: "\(port)"]) }
        guard let path = settings.runFile else { return }
        let file = RunFile(
            pid: ProcessInfo.processInfo.processIdentifier,
            worker: identity.worker,
            port: port,
            startedAt: now
        )
        try file.write(to: path)
    }

    /// Waits for database and topology, with a line a minute about what is missing.
    private func prepare() async throws {
        var round = 0
        while true {
            try Task.checkCancellation()
            do {
                try await housekeeping.prepare()
                try await TopologyCheck(settings: settings, identity: identity).run(queues: platform.registered.queues)
                return
            } catch let mismatch as TopologyMismatch {
                throw mismatch
            } catch {
                if round % 60 == 0 {
                    log.warning("waiting for database and broker", [.reason: "\(Cause.text(of: error))"])
                }
                round += 1
                await Pause.jittered(.seconds(1))
            }
        }
    }

    private func keep(_ task: Task<Void, Never>) {
        tasks.withLock { $0.others.append(task) }
    }
}
