import Harness
import FoundationEssentials
import Proving

extension FaultPlayer {
    /// Most replicas that a scale-out makes.
    private static let most = 5

    /// SIGKILL; another process takes the place a moment later, as under an orchestrator.
    func killWorker(_ fault: PlannedFault, _ random: inout Seeded) async throws -> FaultRecord {
        let victim = try await chosen(&random)
        let peers = await scene.crew.replicas(of: victim.worker).count - 1
        let began = Date()
        await scene.crew.kill(victim)
        try await pass(fault.lasts)
        _ = try await scene.crew.hire(victim.worker)
        return FaultRecord(
            number: fault.number,
            kind: fault.kind,
            detail: "\(victim): kill -9, \(peers) others, replaced after \(fault.lasts.text)",
            began: began,
            ended: peers > 0 ? began : Date(),
            victim: victim.worker,
            hadPeer: peers > 0
        )
    }

    /// SIGSTOP, and SIGCONT later: what it held waits, what others hold goes on.
    func freezeWorker(_ fault: PlannedFault, _ random: inout Seeded) async throws -> FaultRecord {
        let victim = try await chosen(&random)
        return try await record(fault, "\(victim): stopped for \(fault.lasts.text)") {
            await scene.crew.freeze(victim, true)
            try await pass(fault.lasts)
            await scene.crew.freeze(victim, false)
        }
    }

    /// Up to five replicas, and in order back to as many as there were; nothing may be delivered twice for it.
    func scale(_ fault: PlannedFault, _ random: inout Seeded) async throws -> FaultRecord {
        let worker = Pipeline.workers[Int.random(in: 0..<Pipeline.workers.count, using: &random)]
        let before = await scene.crew.replicas(of: worker).count
        let began = Date()
        var hired: [Crew.Member] = []
        while before + hired.count < Self.most { hired.append(try await scene.crew.hire(worker)) }
        try await scene.crew.untilReady(hired)
        try await pass(fault.lasts)
        let told = try await scene.redeliveries()
        // The old ones leave, so that also those go that hold most; a soak keeps its elders.
        let leaving = sparesElders ? hired : Array(await scene.crew.replicas(of: worker).prefix(hired.count))
        try await scene.crew.dismiss(leaving)
        let after = try await scene.redeliveries()
        return FaultRecord(
            number: fault.number,
            kind: fault.kind,
            detail: "\(worker): \(before) → \(Self.most) → \(before)",
            began: began,
            ended: Date(),
            redelivered: after - told
        )
    }

    private func chosen(_ random: inout Seeded) async throws -> Crew.Member {
        let worker = Pipeline.workers[Int.random(in: 0..<Pipeline.workers.count, using: &random)]
        let replicas = await scene.crew.replicas(of: worker)
        let candidates = sparesElders && replicas.count > 1 ? Array(replicas.dropFirst()) : replicas
        guard let victim = candidates.randomElement(using: &random) else {
            throw ChaosError("no process of \(worker) runs")
        }
        return victim
    }
}
