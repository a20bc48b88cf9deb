public import FoundationEssentials

extension WorkCalendar {
    /// Whether an instant is open.
    public func isOpen(at instant: Date) -> Bool {
        let microsecond = Microseconds(instant).value
        let second = floorDivide(microsecond, Microseconds.perSecond)
        let local = second + zone.offsets[zone.segment(at: second)]
        let day = floorDivide(local, 86_400)
        let time = local - day * 86_400
        return spans(day).contains { $0.from <= time && time < $0.to }
    }

    /// The earliest open instant, which may be the given one; nil when 400 closed days follow.
    public func firstOpen(from instant: Date) -> Date? {
        stretch(from: instant)?.lowerBound
    }

    /// The first instant after the given one at which a closed calendar opens; nil when there is none in 400 days.
    public func nextOpening(after instant: Date) -> Date? {
        guard isOpen(at: instant) else { return firstOpen(from: instant) }
        return nextClosing(after: instant).flatMap(firstOpen)
    }

    /// The first instant after the given one at which an open calendar closes; nil when it does not within 400 days.
    public func nextClosing(after instant: Date) -> Date? {
        guard let stretch = stretch(from: instant), stretch.upperBound < Self.horizon else { return nil }
        return stretch.upperBound
    }

    /// The open stretches within a range, in order, those that touch joined.
    ///
    /// A half-open range; takes time and memory in proportion to its days.
    public func openIntervals(from: Date, to: Date) -> [Range<Date>] {
        var joined: [(from: Int, to: Int)] = []
        let bounds = (from: Microseconds(from).value, to: Microseconds(to).value)
        var walk = OpenWalk(self, from: floorDivide(bounds.from, Microseconds.perSecond))
        while let span = walk.next() {
            let from = max(span.from * Microseconds.perSecond, bounds.from)
            let to = min(span.to * Microseconds.perSecond, bounds.to)
            guard from < to else { break }
            if let last = joined.last, last.to == from {
                joined[joined.count - 1].to = to
            } else {
                joined.append((from, to))
            }
        }
        return joined.map { Microseconds($0.from).date..<Microseconds($0.to).date }
    }

    /// Whether the local date of an instant has open time.
    func hasOpenTime(onDateOf instant: Date) -> Bool {
        !spans(localDay(of: instant)).isEmpty
    }

    /// The number of an instant's local date.
    func localDay(of instant: Date) -> Int {
        let second = floorDivide(Microseconds(instant).value, Microseconds.perSecond)
        return floorDivide(second + zone.offsets[zone.segment(at: second)], 86_400)
    }

    /// Nothing is said about closings later than this, the year 9000.
    private static let horizon = Date(timeIntervalSince1970: 221_845_392_000)

    /// The first open stretch from an instant on, joined over at most 400 touching spans.
    private func stretch(from instant: Date) -> Range<Date>? {
        let start = Microseconds(instant).value
        var walk = OpenWalk(self, from: floorDivide(start, Microseconds.perSecond))
        var first: (from: Int, to: Int)?
        var joined = 0
        while let span = walk.next() {
            let from = max(span.from * Microseconds.perSecond, start)
            let to = span.to * Microseconds.perSecond
            if from >= to { continue }
            guard let known = first else {
                first = (from, to)
                continue
            }
            guard known.to == from else { break }
            joined += 1
            first = (known.from, joined > 400 ? Microseconds(Self.horizon).value : to)
            if joined > 400 { break }
        }
        return first.map { Microseconds($0.from).date..<Microseconds($0.to).date }
    }
}
