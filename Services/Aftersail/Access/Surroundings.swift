import FoundationEssentials
import WorkerKit

/// What a command sees of the process around it, so that tests can give it another.
struct Surroundings: Sendable {
    /// Environment variables.
    var environment: [String: String]
    /// Writes to standard output.
    var say: @Sendable (String) -> Void
    /// Writes to standard error.
    var complain: @Sendable (String) -> Void
    /// The next piece of standard input; empty at its end.
    var nextInput: @Sendable () -> [UInt8]
    /// Whether a person reads standard output.
    var isTerminal: Bool
    /// Whether progress is shown on standard error.
    var showsProgress: Bool
    /// Writes to standard output what need not be text.
    var sayBytes: @Sendable ([UInt8]) -> Void = { StandardStreams.output($0) }
    /// Ends the process after so many seconds, 0 for never; tests have none.
    var endAfter: @Sendable (Int) -> Void = { _ in }

    /// All of standard input.
    var input: @Sendable () -> [UInt8] {
        { [nextInput] in
            var bytes = nextInput()
            var piece = bytes
            while !piece.isEmpty {
                piece = nextInput()
                bytes += piece
            }
            return bytes
        }
    }

    @TaskLocal static var current = Surroundings.process

    private static var process: Surroundings {
        Surroundings(
            environment: ProcessInfo.processInfo.environment,
            say: { StandardStreams.output($0) },
            complain: { StandardStreams.error($0) },
            nextInput: { StandardStreams.input(atMost: 1 << 18) },
            isTerminal: StandardStreams.outputIsTerminal,
            showsProgress: StandardStreams.errorIsTerminal,
            endAfter: { ProcessAlarm.end(after: $0) }
        )
    }
}
