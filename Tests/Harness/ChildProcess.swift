import FoundationEssentials
import Glibc
import Synchronization

/// A program that a test runs: output to a file, ended with the test process however that ends.
public final class ChildProcess: Sendable {
    /// Process id.
    public let identifier: Int32
    private let status = Mutex<Int32?>(nil)
    /// Ends the watchdog, and with it the program, when this process is gone.
    private let lifeline: Int32
    private let withHelpers: Bool

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: all of its variables.
    ///   - log: file for its output, appended to.
    ///   - withHelpers: `kill` and the end of this process take all that it started with it.
    /// - Throws: `ChildProcessError` when it cannot be started.
    public init(
        _ arguments: [String],
        environment: [String: String],
        log: String,
        withHelpers: Bool = false
    ) throws {
        self.withHelpers = withHelpers
        identifier = try Self.spawn(arguments, environment: environment, input: nil, log: log)
        var ends: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            Glibc.kill(identifier, SIGKILL)
            throw ChildProcessError(description: "no socket pair: errno \(errno)")
        }
        defer { close(ends[0]) }
        lifeline = ends[1]
        _ = try Self.spawn(
            ["/bin/sh", "-c", Self.watchdog(identifier, withHelpers)],
            environment: ["PATH": "/usr/bin:/bin"],
            input: ends[0],
            log: "/dev/null"
        )
    }

    deinit {
        kill()
        close(lifeline)
    }

    /// Whether it still runs.
    public var isRunning: Bool { exitStatus == nil }

    /// How it ended, as `waitpid` tells it; `nil` while it runs.
    public var exitStatus: Int32? {
        status.withLock { status in
            if let status { return status }
            var seen: Int32 = 0
            guard unsafe waitpid(identifier, &seen, WNOHANG) == identifier else { return nil }
            status = seen
            return seen
        }
    }

    /// Sends a signal; a program that has ended gets none.
    public func signal(_ number: Int32) {
        guard exitStatus == nil else { return }
        Glibc.kill(identifier, number)
    }

    /// Ends it as a power cut would and waits until it is gone.
    public func kill() {
        let helpers = withHelpers && isRunning ? ProcessTree.descendants(of: identifier) : []
        signal(SIGKILL)
        status.withLock { status in
            guard status == nil else { return }
            var seen: Int32 = 0
            while unsafe waitpid(identifier, &seen, 0) < 0 && errno == EINTR {}
            status = seen
        }
        for helper in helpers { Glibc.kill(helper, SIGKILL) }
    }

    private static func watchdog(_ identifier: Int32, _ withHelpers: Bool) -> String {
        withHelpers
            ? "\(ProcessTree.shell)\ncat >/dev/null; end_tree \(identifier)"
            : "cat >/dev/null; kill -9 \(identifier)"
    }

    private static func spawn(
        _ arguments: [String],
        environment: [String: String],
        input: Int32?,
        log: String
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if let input {
            unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let code = unsafe posix_spawn(&identifier, arguments[0], &actions, nil, &words, &variables)
        guard code == 0 else {
            throw ChildProcessError(description: "\(arguments[0]) cannot be started: error \(code)")
        }
        return identifier
    }
}

/// A program could not be started.
public struct ChildProcessError: Error, CustomStringConvertible {
    /// What was tried.
    public let description: String
}

/// The programs of this package, beside the test program in the build folder.
public enum BuiltProduct {
    /// Path of a product that `swift build --build-tests` has built.
    public static func path(_ name: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: name).path
    }
}
