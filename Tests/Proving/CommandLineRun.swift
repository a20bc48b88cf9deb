import FoundationEssentials
import Glibc
import Harness

/// One run of a command to its end.
public enum CommandLineRun {
    /// Runs a command, at most a minute; its exit status and all it printed.
    public static func run(
        _ arguments: [String],
        variables: [String: String],
        input: String?
    ) throws -> (status: Int32, output: String) {
        let base = FileManager.default.temporaryDirectory.appending(path: "aftersail-command-\(UUID().uuidString)").path
        defer {
            try? FileManager.default.removeItem(atPath: base + ".out")
            try? FileManager.default.removeItem(atPath: base + ".in")
        }
        var words = arguments
        if let input {
            try Data(input.utf8).write(to: URL(filePath: base + ".in"))
            words = ["/bin/sh", "-c", "exec \"$@\" < \(base).in", "sh"] + arguments
        }
        let child = try ChildProcess(words, environment: variables, log: base + ".out")
        let deadline = ContinuousClock.now + .seconds(60)
        while child.isRunning, ContinuousClock.now < deadline {
            usleep(5_000)  // lint:sleep poll of a condition with a deadline
        }
        let output = (try? String(contentsOfFile: base + ".out", encoding: .utf8)) ?? ""
        guard let status = child.exitStatus else { throw CommandFailed(output: "no end in 60 s: \(arguments)") }
        return ((status >> 8) & 0xFF, output)
    }
}
