import FoundationEssentials
import Glibc
import Proving

/// Looks every ten seconds at memory and descriptors of every process, and at dead rows.
actor GrowthWatch {
    /// A process is warm after this: it has met its first backlog, and what it took for that is no growth.
    private static let warmUp = 300.0
    /// A shorter life says nothing about a slope.
    private static let shortest = 600.0
    private static let pageSize = Double(sysconf(Int32(_SC_PAGESIZE)))

    private struct Sample {
        let at: Double
        let megabytes: Double
        let descriptors: Int
    }

    private let scene: Scene
    private var samples: [Crew.Member: [Sample]] = [:]
    private var deadRows: [Int] = []
    private var isStopping = false

    init(_ scene: Scene) {
        self.scene = scene
    }

    func stop() { isStopping = true }

    func run() async throws {
        while !isStopping {
            await look()
            try await pass(.seconds(10))
        }
    }

    /// What the samples say.
    func growth() -> Growth {
        let lives = samples.compactMap { member, samples in Self.life(member, samples) }
        return Growth(
            lives: lives.sorted { $0.process < $1.process },
            mostDeadRows: deadRows.max() ?? 0,
            lastDeadRows: deadRows.last ?? 0
        )
    }

    private func look() async {
        let now = Date().timeIntervalSince1970
        for member in await scene.crew.present {
            guard let identifier = await scene.crew.identifier(member),
                let memory = try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8),
                let pages = memory.split(separator: " ").dropFirst().first.flatMap({ Double($0) }),
                let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd")
            else { continue }
            samples[member, default: []].append(
                Sample(at: now, megabytes: pages * Self.pageSize / 1_048_576, descriptors: descriptors.count)
            )
        }
        let dead = await scene.pipeline.number(
            "SELECT COALESCE(sum(n_dead_tup), 0)::bigint AS n FROM pg_stat_user_tables"
        )
        if let dead { deadRows.append(dead) }
    }

    private static func life(_ member: Crew.Member, _ samples: [Sample]) -> Growth.Life? {
        guard let birth = samples.first?.at else { return nil }
        let warm = samples.filter { $0.at - birth >= warmUp }
        guard let first = warm.first, let last = warm.last, last.at - first.at >= shortest else { return nil }
        return Growth.Life(
            process: member.description,
            minutes: (last.at - first.at) / 60,
            firstMegabytes: first.megabytes,
            lastMegabytes: last.megabytes,
            megabytesAnHour: slope(warm) * 3_600,
            firstDescriptors: warm.prefix(warm.count / 3).map(\.descriptors).min() ?? 0,
            mostDescriptors: warm.map(\.descriptors).max() ?? 0,
            lastDescriptors: warm.suffix(warm.count / 3).map(\.descriptors).min() ?? 0
        )
    }

    /// Least squares; megabytes a second.
    private static func slope(_ samples: [Sample]) -> Double {
        let count = Double(samples.count)
        let middle = samples.map(\.at).reduce(0, +) / count
        let mean = samples.map(\.megabytes).reduce(0, +) / count
        let spread = samples.map { ($0.at - middle) * ($0.at - middle) }.reduce(0, +)
        let common = samples.map { ($0.at - middle) * ($0.megabytes - mean) }.reduce(0, +)
        return spread > 0 ? common / spread : 0
    }
}
