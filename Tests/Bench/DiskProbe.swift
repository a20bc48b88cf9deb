import Glibc

/// How long this machine takes to bring 8 KiB to the disk, as a commit does.
enum DiskProbe {
    /// Median of 200 writes with fdatasync in `folder`, in milliseconds; 0 when it cannot write there.
    static func medianMilliseconds(in folder: String) -> Double {
        let path = "\(folder)/aftersail-bench-\(getpid())"
        let file = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { return 0 }
        defer {
            close(file)
            unsafe unlink(path)
        }
        let page = [UInt8](repeating: 7, count: 8_192)
        let times = (0..<200).map { _ in
            let start = ContinuousClock.now
            _ = unsafe write(file, page, page.count)
            fdatasync(file)
            return start.duration(to: .now) / .milliseconds(1)
        }
        return TicketTimes.percentile(0.5, of: times)
    }
}
