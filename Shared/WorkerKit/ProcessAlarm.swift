import Glibc

/// An end for a process that must not hang, whatever it waits for.
public enum ProcessAlarm {
    /// Ends this process with 75, EX_TEMPFAIL of sysexits.h, after so many seconds; 0 takes the alarm back.
    public static func end(after seconds: Int) {
        if seconds > 0 { _ = signal(SIGALRM) { _ in _exit(75) } }
        _ = alarm(UInt32(clamping: seconds))
    }
}
