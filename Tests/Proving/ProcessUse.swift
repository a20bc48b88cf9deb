import FoundationEssentials
import Glibc

/// What processes have taken of the machine so far, from `/proc` (proc(5)).
public struct ProcessUse: Sendable, Equatable {
    /// CPU time, user and kernel, in seconds.
    public var cpuSeconds = 0.0
    /// Resident memory in MiB.
    public var residentMiB = 0.0
    /// Largest resident memory so far in MiB.
    public var peakMiB = 0.0
    /// Open file descriptors.
    public var descriptors = 0

    /// Nothing at all.
    public init() {}

    /// One process; zeros when it is gone.
    public init(of identifier: Int32) {
        guard let stat = Stat(identifier) else { return }
        cpuSeconds = stat.ownSeconds
        let status = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        residentMiB = Self.kibibytes("VmRSS:", in: status) / 1_024
        peakMiB = Self.kibibytes("VmHWM:", in: status) / 1_024
        descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd"))?.count ?? 0
    }

    /// A process, its living children and those it has waited for: a PostgreSQL server, a RabbitMQ node.
    public static func family(of identifier: Int32) -> ProcessUse {
        var sum = ProcessUse(of: identifier)
        sum.cpuSeconds = Stat(identifier)?.withChildrenSeconds ?? 0
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for child in names.compactMap({ Int32($0) }) where Stat(child)?.parent == identifier {
            let use = ProcessUse(of: child)
            sum.cpuSeconds += use.cpuSeconds
            sum.residentMiB += use.residentMiB
            sum.descriptors += use.descriptors
        }
        return sum
    }

    private static func kibibytes(_ key: String, in status: String) -> Double {
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
        return line.flatMap { $0.split { $0 == " " || $0 == "\t" }.dropFirst().first }.flatMap { Double($0) } ?? 0
    }
}

/// The fields of `/proc/PID/stat` that count here.
private struct Stat {
    let parent: Int32
    let ownSeconds: Double
    let withChildrenSeconds: Double

    init?(_ identifier: Int32) {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // Field 3 (state) is the first behind the name.
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 15, let parent = Int32(fields[1]) else { return nil }
        let ticks = (11...14).map { Double(fields[$0]) ?? 0 }
        let second = Double(sysconf(Int32(_SC_CLK_TCK)))
        self.parent = parent
        ownSeconds = (ticks[0] + ticks[1]) / second
        withChildrenSeconds = ticks.reduce(0, +) / second
    }
}
