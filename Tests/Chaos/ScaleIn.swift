import Harness
import Proving

/// Orderly scale-ins under load, and what the broker delivered again because of them.
struct ScaleIn: Sendable {
    let plan: RunPlan
    let times: Int

    /// Prints a line for each; gives the number of messages delivered again in all.
    func run() async throws -> Int {
        let scene = try await Scene.prepare(withSmallDisk: false)
        for worker in Pipeline.workers { _ = try await scene.crew.hire(worker) }
        try await scene.crew.untilReady(await scene.crew.present)
        let generator = try Generator(
            brokerURL: scene.brokerURL,
            ledger: try GeneratorLedger(file: scene.folder + "/posted"),
            rate: plan.rate,
            seed: plan.seed
        )
        async let posting: Void = generator.run()
        let player = FaultPlayer(scene: scene, sparesElders: false)
        var random = Seeded(plan.seed)
        var sum = 0
        try await pass(.seconds(3))
        for number in 1...times {
            let fault = PlannedFault(
                number: number,
                kind: .scale,
                pause: .zero,
                lasts: .seconds(2),
                dice: random.next()
            )
            let record = try await player.play(fault)
            sum += record.redelivered ?? 0
            Console.say("  scale-in \(number): \(record.detail), \(record.redelivered ?? -1) redelivered")
        }
        await generator.stop()
        try await posting
        let left = try await Drain(scene: scene).run(within: .seconds(120))
        try await scene.crew.dismiss(await scene.crew.present)
        let bad = await scene.crew.badEnds + left
        for line in bad { Console.report("  BROKEN: \(line)") }
        Console.report("scale-in: \(times) times, \(sum) messages delivered again, \(bad.count) bad ends")
        return sum + bad.count
    }
}
