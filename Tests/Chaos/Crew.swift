import Glibc
import Harness
import Proving

/// The workers of a run: who should be running, who is, and how each ended.
///
/// Every process has a number of its own within its worker, so that its log tells of one life only.
actor Crew {
    /// One process.
    struct Member: Hashable, Sendable, CustomStringConvertible {
        let worker: String
        let number: Int
        var description: String { "\(worker).\(number)" }
    }

    private let pipeline: Pipeline
    private var members: [Member] = []
    private var frozen: Set<Member> = []
    private var numbers: [String: Int] = [:]
    private var ends: [String] = []

    init(_ pipeline: Pipeline) {
        self.pipeline = pipeline
    }

    /// Those that should be running, in a fixed order.
    var present: [Member] { members }
    /// Those that ended although nobody asked them to, and those that did not end well when asked.
    var badEnds: [String] { ends }

    func replicas(of worker: String) -> [Member] {
        members.filter { $0.worker == worker }
    }

    /// Starts one more process of a worker.
    func hire(_ worker: String) throws -> Member {
        let number = (numbers[worker] ?? 0) + 1
        numbers[worker] = number
        let member = Member(worker: worker, number: number)
        try pipeline.spawn(worker, number)
        members.append(member)
        return member
    }

    /// Kills a process (SIGKILL); nobody takes its place yet.
    func kill(_ member: Member) {
        members.removeAll { $0 == member }
        pipeline.kill(member.worker, member.number)
    }

    /// Stops every thread of a process (SIGSTOP), or lets it go on.
    func freeze(_ member: Member, _ isFrozen: Bool) {
        if isFrozen { frozen.insert(member) } else { frozen.remove(member) }
        pipeline.process(member.worker, member.number)?.signal(isFrozen ? SIGSTOP : SIGCONT)
    }

    /// Asks processes to end (SIGTERM) and waits until they have.
    func dismiss(_ leaving: [Member]) async throws {
        members.removeAll(where: leaving.contains)
        let processes = leaving.map { ($0, pipeline.process($0.worker, $0.number)) }
        for (_, process) in processes { process?.signal(SIGTERM) }
        for (member, process) in processes {
            try await eventually("\(member) ends", within: .seconds(30)) { process?.isRunning != true }
            let status = process?.exitStatus ?? -1
            if status != 0 { ends.append("\(member) was asked to end and ended with \(Self.text(status))") }
        }
    }

    /// Waits until processes are ready for work.
    func untilReady(_ waiting: [Member]) async throws {
        for member in waiting { try await pipeline.untilReady(member.worker, member.number) }
    }

    /// Notes who ended by itself, and starts another in its place.
    func look() throws {
        for member in members where !pipeline.isRunning(member.worker, member.number) {
            let status = pipeline.process(member.worker, member.number)?.exitStatus ?? -1
            ends.append("\(member) ended by itself with \(Self.text(status))")
            members.removeAll { $0 == member }
            _ = try hire(member.worker)
        }
    }

    /// Process id, for figures of the kernel.
    func identifier(_ member: Member) -> Int32? {
        pipeline.process(member.worker, member.number)?.identifier
    }

    private static func text(_ status: Int32) -> String {
        status & 0x7F == 0 ? "exit \((status >> 8) & 0xFF)" : "signal \(status & 0x7F)"
    }
}
