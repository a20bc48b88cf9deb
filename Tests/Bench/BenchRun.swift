import FoundationEssentials
import Proving

/// One run: systems are started, phases follow each other, the report grows.
struct BenchRun {
    let options: Bench
    let corpus: Corpus
    let say: @Sendable (String) -> Void
    private(set) var report = BenchReport()

    init(_ options: Bench, say: @escaping @Sendable (String) -> Void) throws {
        self.options = options
        self.say = say
        corpus = try Corpus(path: options.data, seed: options.seed)
        report.seed = options.seed
        report.corpus = corpus.name
        report.hardware = Machine.text
        report.servers = BenchSystem.serverSettings
        report.provider = "recording: inside the notifier"
        report.build = Machine.build
        report.fsyncMilliseconds = DiskProbe.medianMilliseconds(in: "/tmp")
    }

    /// The usual phases, or those that want a system of their own.
    mutating func run() async throws {
        if options.mails > 0 { try await mails() }
        if options.timers > 0 { try await timers() }
        guard options.mails == 0, options.timers == 0 else { return }
        assign()
        if !options.assign { try await usual() }
    }

    private mutating func assign() {
        let figures = AssignStage().measure()
        say(figures.text)
        report.assign = figures
    }

    private mutating func usual() async throws {
        let phases = try await start()
        report.idleCPUPercent = try await phases.rest()
        if options.idle > 0 {
            let phase = try await phases.idle(count: options.idle)
            report.idleP50 = phase.p50
            report.phases.append(phase)
        }
        let smoke = options.smoke > 0 ? try await burst("smoke", phases) : nil
        if options.sustained > 0 {
            let limit = Duration.seconds(options.sustained)
            report.phases.append(try await phases.sustained(for: limit, outstanding: options.outstanding))
        }
        report.take(report.phases.last)
        if options.half > 0 {
            let rate = report.ticketsPerSecond / 2
            let phase = try await phases.paced("half load", rate: rate, for: .seconds(options.half))
            (report.p50, report.p99) = (phase.p50, phase.p99)
            report.phases.append(phase)
        }
        if options.survey > 0 {
            report.phases.append(
                try await phases.surveyMix(count: options.survey, outstanding: options.outstanding)
            )
        }
        if let smoke, options.stored > 0 { try await stored(phases, smoke) }
        _ = try await phases.system.pipeline.stop()
    }

    private mutating func stored(_ phases: Phases, _ smoke: PhaseReport) async throws {
        try await StoredTickets(system: phases.system, say: say).fill(upTo: options.stored)
        let ratio = StoredRatio(try await burst("stored", phases), over: smoke)
        report.storedRatio = ratio
        say(ratio.text)
    }

    private mutating func mails() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "aftersail-mails-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let server = try RecordingMailServer(file: file)
        let phases = try await start(mailURL: server.url)
        let phase = try await phases.mails(count: options.mails, outstanding: options.outstanding, to: server)
        report.provider = "SMTP on loopback, inside the benchmark's process"
        report.phases.append(phase)
        report.take(phase)
        report.mailsPerSecond = phase.smtp?.perSecond ?? 0
        _ = try await phases.system.pipeline.stop()
    }

    private mutating func timers() async throws {
        let phases = try await start()
        say("timers: \(options.timers) tickets by SQL, copies of answered ones")
        let due = try await TimerStage(system: phases.system, say: say).prepare(options.timers)
        report.phases.append(try await phases.timers(options.timers, due: due))
        _ = try await phases.system.pipeline.stop()
    }

    private mutating func burst(_ name: String, _ phases: Phases) async throws -> PhaseReport {
        let phase = try await phases.burst(name, count: options.smoke, outstanding: options.outstanding)
        report.phases.append(phase)
        return phase
    }

    /// A system of its own, the yardstick if there is none yet, and a warm-up.
    private mutating func start(mailURL: String? = nil) async throws -> Phases {
        say("starting PostgreSQL, RabbitMQ and six workers, all durable and on this machine")
        let system = try await BenchSystem.start(
            agents: options.agents,
            mailURL: mailURL,
            batchLimit: options.batchLimit,
            profiled: options.statements
        )
        if report.yardstick == nil {
            let yardstick = try await Yardstick.measure(system)
            say(yardstick.text)
            report.yardstick = yardstick
        }
        let load = Load(system, corpus)
        let phases = Phases(system: system, corpus: corpus, load: load, isProfiled: options.statements, say: say)
        // What a first message pays (caches, plans) is not the rest's price.
        _ = try await phases.burst("warm-up", count: 500, outstanding: options.outstanding)
        return phases
    }
}
