public import FoundationEssentials

/// A stretch in which a clock does not count: half-open, and without end while it lasts.
public struct Pause: Hashable, Sendable, Codable {
    /// First instant that does not count.
    public var from: Date
    /// First instant that counts again; nil while the pause lasts.
    public var to: Date?

    /// A pause; one that ends before it begins counts for nothing.
    public init(from: Date, to: Date?) {
        self.from = from
        self.to = to
    }
}

/// Pauses in order and without overlap, in microseconds since 1970.
struct PauseUnion {
    private(set) var spans: [(from: Int, to: Int)] = []

    init(_ pauses: [Pause]) {
        let sorted = pauses.map {
            (from: Microseconds($0.from).value, to: $0.to.map { Microseconds($0).value } ?? .max)
        }
        .filter { $0.from < $0.to }.sorted { $0.from < $1.from }
        for span in sorted {
            if let last = spans.last, span.from <= last.to {
                spans[spans.count - 1].to = max(last.to, span.to)
            } else {
                spans.append(span)
            }
        }
    }
}
