import Glibc

/// The three streams of a command line.
public enum StandardStreams {
    /// Writes to standard output, unbuffered.
    public static func output(_ text: String) { FileHandleWriter.standardOutput(text) }

    /// Writes to standard error, unbuffered.
    public static func error(_ text: String) { FileHandleWriter.standardError(text) }

    /// Whether a person reads standard output.
    public static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person reads standard error, where progress is shown.
    public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
