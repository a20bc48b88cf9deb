import Glibc

/// The three streams of a command line.
public enum StandardStreams {
    /// Writes to standard output, unbuffered.
    public static func output(_ text: String) { FileHandleWriter.standardOutput(text) }

    /// Writes bytes to standard output, unbuffered.
    public static func output(_ bytes: [UInt8]) { FileHandleWriter.standardOutput(bytes) }

    /// Writes to standard error, unbuffered.
    public static func error(_ text: String) { FileHandleWriter.standardError(text) }

    /// The next bytes of standard input, at least one unless it has ended; waits for them.
    public static func input(atMost count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var taken = 0
        repeat {
            taken = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            }
        } while taken < 0 && errno == EINTR
        return Array(bytes.prefix(max(0, taken)))
    }

    /// Whether a person reads standard output.
    public static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person reads standard error, where progress is shown.
    public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
