/// A piece of a pattern.
indirect enum PatternPart: Hashable, Sendable {
    /// One sign of a set.
    case sign(PatternSigns)
    /// One after the other.
    case sequence([PatternPart])
    /// One of several.
    case choice([PatternPart])
    /// The same so many times.
    case repeated(PatternPart, ClosedRange<Int>)
}
