public import FoundationEssentials

extension Date {
    /// Whole microseconds, the resolution of the database: two readings of one instant are equal in it.
    public var microseconds: Int64 { Int64((timeIntervalSinceReferenceDate * 1e6).rounded()) }
}
