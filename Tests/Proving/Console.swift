import Glibc

/// Where a run tells how it goes: progress to standard error, the report to standard output.
public enum Console {
    /// A line of progress.
    public static func say(_ text: String) {
        put(text + "\n", 2)
    }

    /// A part of the report.
    public static func report(_ text: String) {
        put(text + "\n", 1)
    }

    private static func put(_ text: String, _ descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe write(descriptor, raw.baseAddress.map { unsafe $0 + sent }, bytes.count - sent)
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
