import FoundationEssentials
import Proving
import Testing

@testable import Harness

@Suite("Servers with helpers", .timeLimit(.minutes(2)))
struct ProcessTreeTests {
    @Test("helpers end with the server that started them")
    func killed() async throws {
        let server = try family()
        let helpers = try await helpers(of: server)
        server.kill()
        try await all(gone: helpers)
    }

    @Test("the watchdog, which a killed test leaves behind, ends helpers as well")
    func guarded() async throws {
        let server = try family()
        let helpers = try await helpers(of: server)
        let script = "\(ProcessTree.shell)\nend_tree \(server.identifier)"
        let watchdog = try ChildProcess(
            ["/bin/sh", "-c", script],
            environment: ["PATH": "/usr/bin:/bin"],
            log: "/dev/null"
        )
        try await eventually("both ended") { !watchdog.isRunning && !server.isRunning }
        try await all(gone: helpers)
    }

    /// A program with two helpers, one of which has one; none of them ends by itself.
    private func family() throws -> ChildProcess {
        try ChildProcess(
            ["/bin/sh", "-c", "sleep 86400 & (sleep 86400 & wait) & wait"],
            environment: ["PATH": "/usr/bin:/bin"],
            log: "/dev/null",
            withHelpers: true
        )
    }

    /// All three, once they run.
    private func helpers(of server: ChildProcess) async throws -> [Int32] {
        try await eventually("three helpers") { ProcessTree.descendants(of: server.identifier).count == 3 }
        return ProcessTree.descendants(of: server.identifier)
    }

    private func all(gone processes: [Int32]) async throws {
        try await eventually("no helper left") {
            processes.allSatisfy { identifier in
                let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
                return status.map { $0.contains("State:\tZ") } ?? true
            }
        }
    }
}
