/// The instants at which somebody who can take a kind of ticket is on shift.
struct Cover: Sendable {
    private let stretches: [Range<Int>]

    /// Joins the open stretches of some seats.
    init(_ all: [Range<Int>]) {
        var joined: [Range<Int>] = []
        for stretch in all.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, stretch.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, stretch.upperBound)
            } else {
                joined.append(stretch)
            }
        }
        stretches = joined
    }

    /// The first instant of a range at which nobody is there for a while; nil when there is none.
    func gap(in range: Range<Int>, atLeast shortest: Int) -> Int? {
        var from = range.lowerBound
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].upperBound <= from { low = middle + 1 } else { high = middle }
        }
        for stretch in stretches[low...] {
            let end = min(stretch.lowerBound, range.upperBound)
            if end - from >= shortest { return from }
            from = max(from, stretch.upperBound)
            if from >= range.upperBound { return nil }
        }
        return range.upperBound - from >= shortest ? from : nil
    }
}
