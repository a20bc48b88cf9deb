/// A pattern as places and what may follow each (Glushkov's construction); no place follows itself or a later one.
struct PatternPositions {
    /// What may stand at each place; place 0 is the beginning and holds nothing.
    private(set) var signs = [PatternSigns([])]
    /// Places that may come next.
    private(set) var follow = [PositionSet()]
    /// Places with which a match may end.
    private(set) var ends = PositionSet()

    private struct Stretch {
        var first: PositionSet
        var last: PositionSet
        var isOptional: Bool
    }

    init(_ part: PatternPart) throws(PatternFault) {
        let whole = try add(part)
        guard !whole.isOptional else { throw PatternFault("something that must be there") }
        follow[0] = whole.first
        ends = whole.last
    }

    private mutating func add(_ part: PatternPart) throws(PatternFault) -> Stretch {
        switch part {
        case .sign(let set): return try add(set)
        case .sequence(let parts): return try addSequence(parts)
        case .choice(let options):
            var joined = Stretch(first: PositionSet(), last: PositionSet(), isOptional: false)
            for option in options {
                let stretch = try add(option)
                joined.first.formUnion(stretch.first)
                joined.last.formUnion(stretch.last)
                joined.isOptional = joined.isOptional || stretch.isOptional
            }
            return joined
        case .repeated(let part, let times):
            var joined = Stretch(first: PositionSet(), last: PositionSet(), isOptional: true)
            for turn in 0..<times.upperBound {
                var stretch = try add(part)
                if turn >= times.lowerBound { stretch.isOptional = true }
                append(stretch, to: &joined)
            }
            return joined
        }
    }

    private mutating func add(_ set: PatternSigns) throws(PatternFault) -> Stretch {
        guard signs.count < PositionSet.capacity else {
            throw PatternFault("a shorter pattern: written out it may have \(PositionSet.capacity - 1) places")
        }
        let place = PositionSet(signs.count)
        signs.append(set)
        follow.append(PositionSet())
        return Stretch(first: place, last: place, isOptional: false)
    }

    private mutating func addSequence(_ parts: [PatternPart]) throws(PatternFault) -> Stretch {
        var joined = Stretch(first: PositionSet(), last: PositionSet(), isOptional: true)
        for part in parts { append(try add(part), to: &joined) }
        return joined
    }

    private mutating func append(_ next: Stretch, to stretch: inout Stretch) {
        stretch.last.forEach { follow[$0].formUnion(next.first) }
        if stretch.isOptional { stretch.first.formUnion(next.first) }
        stretch.last = next.isOptional ? stretch.last.union(next.last) : next.last
        stretch.isOptional = stretch.isOptional && next.isOptional
    }
}
