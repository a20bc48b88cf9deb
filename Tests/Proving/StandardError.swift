import Glibc

/// Progress and reports for a person; standard output is for results.
public enum StandardError {
    /// Writes one line.
    public static func line(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    }
}
