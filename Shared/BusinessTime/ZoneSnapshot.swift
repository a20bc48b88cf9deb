import Digest
public import FoundationEssentials

/// The transitions of a zone that a calendar version used, kept so that later replays do not depend on newer tzdata.
public struct ZoneSnapshot: Codable, Hashable, Sendable {
    /// The IANA name.
    public let identifier: String
    /// Seconds east of Greenwich before the first transition.
    public let initialOffset: Int
    /// Pairs of an instant in seconds since 1970 and the offset from then on, in order.
    public let transitions: [[Int]]

    /// SHA-256 of the content, 64 hexadecimal digits.
    public var hash: String {
        let lines = transitions.map { $0.map(String.init).joined(separator: " ") }
        return hex(sha256(Array(([identifier, String(initialOffset)] + lines).joined(separator: "\n").utf8)))
    }
}

extension Zone {
    /// The transitions within a stretch of time, with the offset valid at its begin.
    public func snapshot(from: Date, to: Date) -> ZoneSnapshot {
        let first = segment(at: floorDivide(Microseconds(from).value, Microseconds.perSecond))
        let last = segment(at: floorDivide(Microseconds(to).value, Microseconds.perSecond))
        let used = first < last ? ((first + 1)...last).map { [starts[$0], offsets[$0]] } : []
        return ZoneSnapshot(identifier: identifier, initialOffset: offsets[first], transitions: used)
    }

    /// The zone as it was when the snapshot was taken; valid within the snapshot's stretch only.
    public init(_ snapshot: ZoneSnapshot) {
        let pairs = snapshot.transitions.filter { $0.count == 2 }
        self.init(
            identifier: snapshot.identifier,
            initialOffset: snapshot.initialOffset,
            transitions: pairs.map { ZoneTransition(at: $0[0], offset: $0[1]) }.sorted { $0.at < $1.at }
        )
    }
}
