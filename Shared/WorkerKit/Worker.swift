import CLinux
import FoundationEssentials
import Glibc
import Logging
import Mutants

/// The life of a worker executable: settings, flags, signals, exit code.
public enum Worker {
    /// Runs a worker until SIGTERM or SIGINT and exits.
    ///
    /// Exit codes: 0 after an orderly end, 1 when `--check` or `--health` finds a fault, 75 when the end took too
    /// long, 78 for settings or topology that a restart cannot mend (sysexits.h).
    public static func main<Settings>(
        _ name: String,
        purpose: String,
        settings read: @Sendable (inout SettingsReader) -> Settings,
        build: @Sendable (Platform, Settings) throws -> Void
    ) async {
        // A thread per link would get a heap of its own each; two are enough and keep a worker small.
        aftersail_limit_heaps(2)
        let identity = Identity(worker: name)
        var reader = SettingsReader(ProcessInfo.processInfo.environment)
        let platformSettings = PlatformSettings(&reader)
        let settings = read(&reader)
        let flags = CommandLine.arguments.dropFirst()
        if flags.contains("--help") { finish(0, help(name, purpose, reader)) }
        if flags.contains("--version") { finish(0, "\(name) \(Product.version)\n") }
        if let unknown = flags.first(where: { !["--check", "--health"].contains($0) }) {
            finish(64, "\(name): unknown argument \(unknown); try --help\n")
        }
        if let refusal = Mutant.refusal(in: ProcessInfo.processInfo.environment) { finish(78, "\(name): \(refusal)\n") }
        do { try reader.finish() } catch { finish(78, "\(name): \(error.problems.joined(separator: "\n\(name): "))\n") }
        if flags.contains("--health") { await HealthQuestion(platformSettings).exit() }
        let log = logger(name, platformSettings)
        _ = signal(SIGPIPE, SIG_IGN)
        do {
            let process = try WorkerProcess(identity, settings: platformSettings, log: log) { try build($0, settings) }
            if flags.contains("--check") { await check(process, name) }
            await live(process, platformSettings, log)
        } catch {
            finish(78, "\(name): \(Cause.text(of: error))\n")
        }
    }

    private static func live(_ process: WorkerProcess, _ settings: PlatformSettings, _ log: Logger) async {
        let signals = Signals([SIGTERM, SIGINT])
        let starting = Task { try await process.start() }
        let failure = Task {
            if case .failure(let error) = await starting.result, !(error is CancellationError) {
                finish(78, "aftersail: \(Cause.text(of: error))\n")
            }
        }
        let signal = await signals.next()
        log.notice("draining", [.signal: "\(signal)"])
        starting.cancel()
        let limit = settings.drainTime
        Task.detached {
            try? await Task.sleep(for: limit)
            log.error("the end took too long and is cut off")
            _exit(75)
        }
        await failure.value
        await process.stop()
        exit(0)
    }

    private static func check(_ process: WorkerProcess, _ name: String) async {
        do {
            try await process.checkSurroundings()
            finish(0, "\(name): settings, database and topology are in order\n")
        } catch {
            finish(1, "\(name): \(Cause.text(of: error))\n")
        }
    }

    private static func logger(_ name: String, _ settings: PlatformSettings) -> Logger {
        Logger(label: name) { label in
            LineLogHandler(label: label, level: settings.logLevel, format: settings.logFormat)
        }
    }

    private static func help(_ name: String, _ purpose: String, _ reader: SettingsReader) -> String {
        """
        \(name): \(purpose)

        usage: \(name) [--help | --version | --check | --health]

          --check    tries settings, database and topology, says what is wrong, and exits
          --health   asks the running process (AFTERSAIL_RUN_FILE) whether it is ready

        settings, from the environment:

        \(reader.table())
        """ + "\n"
    }

    private static func finish(_ code: Int32, _ text: String) -> Never {
        if code == 0 { FileHandleWriter.standardOutput(text) } else { FileHandleWriter.standardError(text) }
        exit(code)
    }
}
