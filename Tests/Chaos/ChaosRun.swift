import FoundationEssentials
import Harness
import Postgres
import Proving

/// One run: load, faults from a seed, rest, checks.
struct ChaosRun: Sendable {
    /// Time that the system has to come to rest.
    private static let restLimit = Duration.seconds(300)

    let plan: RunPlan

    /// Runs it and gives the report.
    func run() async throws -> Report {
        Console.say("chaos: seed \(plan.seed): \(plan.minutes) minutes, \(Int(plan.rate)) requests a second")
        let kinds = plan.kinds
        let scene = try await Scene.prepare(withSmallDisk: kinds.contains(.diskFull))
        let possible = kinds.filter { $0 != .diskFull || scene.disk != nil }
        if possible.count < kinds.count { Console.say("  SKIPPED: disk-full: only root can mount a small disk") }
        try await hire(scene)
        let file = scene.folder + "/posted"
        Console.say("  logs and records: \(scene.folder)")
        let generator = try Generator(
            brokerURL: scene.brokerURL,
            ledger: try GeneratorLedger(file: file),
            rate: plan.rate,
            seed: plan.seed
        )
        let clerk = DeskClerk(scene.pipeline)
        let watch = GrowthWatch(scene)
        var faults: [FaultRecord] = []
        async let posting: Void = generator.run()
        async let resolving: Void = clerk.run()
        async let watching: Void = watch.run()
        var pace = plan.isSoak ? SoakPace(rate: try await measuredRate(generator, scene)) : nil
        await generator.change(rate: pace?.rate ?? plan.rate)
        faults = try await play(scene, generator, possible, &pace)
        await generator.stop()
        await clerk.stop()
        try await posting
        try await resolving
        Console.say("  faults are over, everything posted is confirmed; waiting for rest")
        let left = try await Drain(scene: scene, inTurn: plan.isSoak).run(within: Self.restLimit)
        await watch.stop()
        try await watching
        let growth = plan.isSoak ? await watch.growth() : nil
        return try await judge(scene, faults, left, file, growth)
    }

    private func hire(_ scene: Scene) async throws {
        var random = Seeded(plan.seed ^ 0xC4E3)
        for worker in Pipeline.workers {
            for _ in 0..<Int.random(in: plan.replicas, using: &random) { _ = try await scene.crew.hire(worker) }
        }
        let crew = await scene.crew.present
        try await scene.crew.untilReady(crew)
        let counts = Dictionary(grouping: crew, by: \.worker)
        Console.say("  ready: " + Pipeline.workers.map { "\(counts[$0]?.count ?? 0) \($0)" }.joined(separator: ", "))
    }

    /// Plays faults until the time is over; all of them end before.
    private func play(_ scene: Scene, _ generator: Generator, _ kinds: [FaultKind], _ pace: inout SoakPace?)
        async throws -> [FaultRecord]
    {
        let player = FaultPlayer(scene: scene, sparesElders: plan.isSoak)
        var schedule = FaultSchedule(seed: plan.seed, kinds: kinds, pause: plan.pause)
        var faults: [FaultRecord] = []
        let begin = ContinuousClock.now
        let deadline = begin + .seconds(plan.minutes * 60)
        // The first fault meets a system at work.
        try await pass(.seconds(min(5, plan.minutes * 20)))
        while ContinuousClock.now < deadline, let fault = schedule.next() {
            try await pass(min(fault.pause, ContinuousClock.now.duration(to: deadline)))
            try await scene.crew.look()
            guard ContinuousClock.now < deadline else { break }
            let record = try await player.play(fault)
            faults.append(record)
            let time = Int(begin.duration(to: .now) / .seconds(1))
            let tickets = await scene.pipeline.number("SELECT count(*) AS n FROM ticket") ?? -1
            Console.say(
                "  \(time) s: #\(record.number) \(record.kind.rawValue): \(record.detail); "
                    + "\(await generator.confirmed) confirmed, \(tickets) tickets, \(scene.mails.count) mails"
            )
            if let slower = pace?.ease(unsent: await scene.pipeline.number(SoakPace.unsent) ?? 0) {
                Console.say("  mails fall behind: on with \(Int(slower)) tickets a second")
                await generator.change(rate: slower)
            }
        }
        // What the last fault cost shows only under load.
        try await pass(.seconds(5))
        return faults
    }

    /// Seven tenths of what the system takes.
    private func measuredRate(_ generator: Generator, _ scene: Scene) async throws -> Double {
        Console.say("  measuring what this machine takes")
        let sql = "SELECT count(*) AS n FROM assignment"
        let before = await scene.pipeline.number(sql) ?? 0
        let began = ContinuousClock.now
        await generator.change(rate: 2_000)
        try await pass(.seconds(20))
        await generator.change(rate: 0)
        // Until the last mail has left: mails may be slower than tickets.
        _ = try await Drain(scene: scene).run(within: Self.restLimit)
        let rate = Double((await scene.pipeline.number(sql) ?? 0) - before) / (began.duration(to: .now) / .seconds(1))
        let chosen = max(1, rate * 0.7)
        Console.say("  \(Int(rate)) tickets a second; the soak goes on with \(Int(chosen))")
        return chosen
    }

    private func judge(
        _ scene: Scene,
        _ faults: [FaultRecord],
        _ left: [String],
        _ file: String,
        _ growth: Growth?
    ) async throws -> Report {
        let crew = await scene.crew.present
        try await scene.crew.dismiss(crew)
        Console.say("  workers ended; checking")
        let evidence = Evidence(database: scene.pipeline.database)
        try await evidence.gather(
            ledger: try GeneratorLedger.read(file),
            mails: try scene.mails.mails().map { ($0.id, $0.recipient) }
        )
        let report = Report(
            seed: plan.seed,
            minutes: plan.minutes,
            verdict: await Verdict.reach(scene.pipeline.database, left: left, badEnds: await scene.crew.badEnds),
            recoveries: try await Recoveries(database: scene.pipeline.database).measure(faults),
            growth: growth
        )
        try keepLogs(scene, report)
        return report
    }

    /// Logs stay when something was broken, with their last lines shown.
    private func keepLogs(_ scene: Scene, _ report: Report) throws {
        if report.verdict.isKept && !plan.keepsLogs {
            try FileManager.default.removeItem(atPath: scene.folder)
            try FileManager.default.removeItem(atPath: scene.mails.file)
        } else {
            if !report.verdict.isKept { Console.say(scene.pipeline.logs()) }
            Console.say("  logs and records stay in \(scene.folder), mails in \(scene.mails.file)")
        }
    }
}
