import FoundationEssentials
import Harness
import Postgres
import Proving

/// Does to a scene what was planned, and puts back what it took away.
struct FaultPlayer: Sendable {
    let scene: Scene
    /// Workers whose first process must live: a soak watches how it grows.
    let sparesElders: Bool

    /// One fault from begin to end.
    func play(_ fault: PlannedFault) async throws -> FaultRecord {
        var random = Seeded(fault.dice)
        switch fault.kind {
        case .killWorker: return try await killWorker(fault, &random)
        case .freezeWorker: return try await freezeWorker(fault, &random)
        case .scale: return try await scale(fault, &random)
        case .backendKill: return try await killBackends(fault, &random)
        case .brokerSilent: return try await silence(fault, scene.brokerProxy, &random)
        case .databaseSilent: return try await silence(fault, scene.databaseProxy, &random)
        case .brokerCut: return try await cut(fault, scene.brokerProxy, &random)
        case .databaseCut: return try await cut(fault, scene.databaseProxy, &random)
        case .brokerKill, .brokerRestart, .databaseRestart: return try await restart(fault)
        case .memoryAlarm, .diskAlarm: return try await alarm(fault)
        case .diskFull: return try await fillDisk(fault)
        }
    }

    /// Times what is done; an end that comes before the work is over is said by the work itself.
    func record(
        _ fault: PlannedFault,
        _ detail: String,
        _ work: () async throws -> Void
    ) async throws -> FaultRecord {
        let began = Date()
        try await work()
        return FaultRecord(number: fault.number, kind: fault.kind, detail: detail, began: began, ended: Date())
    }

    private func restart(_ fault: PlannedFault) async throws -> FaultRecord {
        let scene = scene
        switch fault.kind {
        case .brokerKill:
            // What the harness must write before is no part of the outage.
            try await TestBroker.offPool { try scene.broker.writeNames() }
            return try await record(fault, "broker: kill -9, start") {
                try await TestBroker.offPool {
                    try scene.broker.crash(writingNames: false)
                    try scene.broker.start()
                }
            }
        case .brokerRestart:
            return try await record(fault, "broker: orderly stop, start") {
                try await TestBroker.offPool {
                    try scene.broker.stop()
                    try scene.broker.start()
                }
            }
        default:
            return try await record(fault, "database: immediate stop, \(fault.lasts.text) away, start") {
                try await TestBroker.offPool { try scene.postgres.crash() }
                try await pass(fault.lasts)
                try await TestBroker.offPool { try scene.postgres.restart() }
            }
        }
    }

    private func alarm(_ fault: PlannedFault) async throws -> FaultRecord {
        let broker = scene.broker
        let isMemory = fault.kind == .memoryAlarm
        return try await record(fault, "broker: \(isMemory ? "memory" : "disk") alarm for \(fault.lasts.text)") {
            try await TestBroker.offPool {
                try isMemory ? broker.setMemoryAlarm(true) : broker.setDiskAlarm(true)
            }
            try await pass(fault.lasts)
            try await TestBroker.offPool {
                try isMemory ? broker.setMemoryAlarm(false) : broker.setDiskAlarm(false)
            }
        }
    }

    private func fillDisk(_ fault: PlannedFault) async throws -> FaultRecord {
        guard let disk = scene.disk else { throw ChaosError("disk-full needs a disk to fill") }
        let scene = scene
        return try await record(fault, "database: disk full for \(fault.lasts.text)") {
            try await TestBroker.offPool { try disk.fill() }
            try await pass(fault.lasts)
            try await TestBroker.offPool { try disk.free() }
            // A server that could not write its log has ended itself; whoever runs it starts it again.
            if await scene.pipeline.number("SELECT 1 AS n") == nil {
                try await TestBroker.offPool { try scene.postgres.restart() }
            }
        }
    }

    private func killBackends(_ fault: PlannedFault, _ random: inout Seeded) async throws -> FaultRecord {
        let count = Int.random(in: 1...12, using: &random)
        let seed = Double.random(in: -1...1, using: &random)
        return try await record(fault, "database: \(count) backends terminated") {
            _ = try await scene.pipeline.database.rows(
                """
                WITH seed AS MATERIALIZED (SELECT setseed($2))
                SELECT pg_terminate_backend(pid)
                FROM (SELECT a.pid FROM pg_stat_activity a, seed
                      WHERE a.backend_type = 'client backend' AND a.application_name <> 'test'
                      ORDER BY random() LIMIT $1) chosen
                """,
                count,
                seed
            )
        }
    }
}

extension Duration {
    /// Seconds with one digit behind the point.
    var text: String { "\((self / .milliseconds(100)).rounded() / 10) s" }
}
