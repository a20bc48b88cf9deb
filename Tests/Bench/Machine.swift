import FoundationEssentials

/// The machine and the build, for the report.
enum Machine {
    /// Processors and memory as Linux names them.
    static var text: String {
        let model = value(of: "model name", in: "/proc/cpuinfo")
        let memory = value(of: "MemTotal", in: "/proc/meminfo")
        return "\(ProcessInfo.processInfo.activeProcessorCount) × \(model), \(memory)"
    }

    /// How this program, and the workers beside it, were built.
    static var build: String {
        #if DEBUG
            "debug: not fit for figures"
        #else
            "release"
        #endif
    }

    private static func value(of key: String, in path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        let value = line?.split(separator: ":").last ?? "unknown"
        return String(value.drop { $0 == " " || $0 == "\t" })
    }
}
