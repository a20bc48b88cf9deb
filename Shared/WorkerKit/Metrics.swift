import Synchronization

/// The figures of one process, rendered as Prometheus text (exposition format 0.0.4).
public final class Metrics: Sendable {
    /// What a figure does over time.
    public enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    private struct Family {
        let kind: Kind
        let help: String
        var values: [String: Double] = [:]
        var histograms: [String: Histogram] = [:]
    }

    private struct Histogram {
        var counts: [Int]
        var sum = 0.0
        var total = 0
    }

    /// Upper bounds in seconds of every duration histogram.
    public static let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let families = Mutex<[String: Family]>([:])

    /// An empty registry.
    public init() {}

    /// Names a figure; one that was not declared is dropped.
    ///
    /// A counter is shown as 0 from the start for each of `labels`, by default the one without any: the first step of a
    /// counter that nobody has seen at 0 does not count as growth.
    public func declare(_ name: String, _ kind: Kind, _ help: String, labels: [[(String, String)]] = [[]]) {
        families.withLock { $0[name] = $0[name] ?? Family(kind: kind, help: help) }
        if kind == .counter { for labels in labels { add(name, 0, labels) } }
    }

    /// Adds to a counter or gauge.
    public func add(_ name: String, _ amount: Double = 1, _ labels: [(String, String)] = []) {
        families.withLock { $0[name]?.values[Self.text(labels), default: 0] += amount }
    }

    /// Sets a gauge.
    public func set(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        families.withLock { $0[name]?.values[Self.text(labels)] = value }
    }

    /// Counts one duration in a histogram.
    public func observe(_ name: String, _ duration: Duration, _ labels: [(String, String)] = []) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        families.withLock { families in
            let empty = Histogram(counts: [Int](repeating: 0, count: Self.buckets.count))
            let key = Self.text(labels)
            var histogram = families[name]?.histograms[key] ?? empty
            if let index = Self.buckets.firstIndex(where: { seconds <= $0 }) { histogram.counts[index] += 1 }
            histogram.sum += seconds
            histogram.total += 1
            families[name]?.histograms[key] = histogram
        }
    }

    /// Every figure as text, families and labels sorted.
    public func rendered() -> String {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { name, family in
            let head = "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.rawValue)\n"
            let values = family.values.sorted { $0.key < $1.key }.map {
                "\(name)\(Self.braced($0.key)) \(Self.number($0.value))\n"
            }
            let histograms = family.histograms.sorted { $0.key < $1.key }.map { Self.lines(name, $0.key, $0.value) }
            return head + values.joined() + histograms.joined()
        }.joined()
    }

    private static func lines(_ name: String, _ labels: String, _ histogram: Histogram) -> String {
        var sum = 0
        var out = ""
        let prefix = labels.isEmpty ? "" : labels + ","
        for (bound, count) in zip(buckets, histogram.counts) {
            sum += count
            out += "\(name)_bucket{\(prefix)le=\"\(number(bound))\"} \(sum)\n"
        }
        out += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.total)\n"
        out += "\(name)_sum\(braced(labels)) \(number(histogram.sum))\n"
        return out + "\(name)_count\(braced(labels)) \(histogram.total)\n"
    }

    private static func text(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return labels.map { name, value in "\(name)=\"\(escaped(value))\"" }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == 0x0A }) else {
            return value
        }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
