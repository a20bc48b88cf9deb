public import FoundationEssentials

/// An IANA time zone as a list of offsets, each valid from one instant to the next.
///
/// Exact from the first transition of the zone file to the end of the year 2200; later instants keep the last offset.
public struct Zone: Sendable, Hashable {
    /// The IANA name.
    public let identifier: String
    /// First instant of each offset, seconds since 1970; the first one is the beginning of time.
    let starts: [Int]
    /// Seconds east of Greenwich, one for each start.
    let offsets: [Int]

    /// Coordinated universal time; needs no file.
    public static let utc = Zone(identifier: "UTC", initialOffset: 0, transitions: [])

    init(identifier: String, initialOffset: Int, transitions: [ZoneTransition]) {
        self.identifier = identifier
        var starts = [Int.min]
        var offsets = [initialOffset]
        for transition in transitions where transition.offset != offsets[offsets.count - 1] {
            starts.append(transition.at)
            offsets.append(transition.offset)
        }
        self.starts = starts
        self.offsets = offsets
    }

    /// Seconds east of Greenwich at an instant.
    public func offset(at instant: Date) -> Int {
        offsets[segment(at: floorDivide(Microseconds(instant).value, Microseconds.perSecond))]
    }

    /// The index of the offset valid at an instant in seconds since 1970.
    func segment(at second: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= second { low = middle } else { high = middle }
        }
        return low
    }

    /// First second after a segment.
    func end(of segment: Int) -> Int {
        segment + 1 < starts.count ? starts[segment + 1] : Int.max
    }
}

/// An instant at which a zone's offset changes.
struct ZoneTransition: Sendable, Hashable {
    /// Seconds since 1970.
    let at: Int
    /// Seconds east of Greenwich from then on.
    let offset: Int
}
