import FoundationEssentials
import Glibc
import Harness
import Proving

/// Replaces the workers one by one while the organisation works.
struct Replacement: Sendable {
    let office: Office
    /// Killed, as a power cut would, or asked to end.
    let kills: Bool

    /// Replaces every worker; gives the times without one, and who ended badly.
    func run() async throws -> (outages: [ClosedRange<Date>], badEnds: [String]) {
        var outages: [ClosedRange<Date>] = []
        var badEnds: [String] = []
        for worker in Pipeline.workers {
            let begin = office.clock.now
            let process = office.pipeline.process(worker)
            process?.signal(kills ? SIGKILL : SIGTERM)
            try await eventually("\(worker) ends", within: .seconds(30)) { process?.isRunning != true }
            let status = process?.exitStatus ?? -1
            if !kills, status != 0 { badEnds.append("\(worker) was asked to end and ended with \(status)") }
            try FileManager.default.removeItem(atPath: "\(office.pipeline.folder)/\(worker).1.log")
            try office.pipeline.spawn(worker)
            try await office.pipeline.untilReady(worker)
            outages.append(begin...office.clock.now)
            Console.say("  \(worker) \(kills ? "killed" : "ended") and started again")
            try await pass(.seconds(1))
        }
        return (outages, badEnds)
    }
}
