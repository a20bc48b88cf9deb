/// What lay in the mail store, and what became of it.
public struct MailStoreSweep: Sendable, Equatable {
    /// Files that were looked at.
    public internal(set) var files = 0
    /// Those that were written too lately.
    public internal(set) var young = 0
    /// Old ones that something refers to.
    public internal(set) var needed = 0
    /// Old ones that nothing refers to: removed, or only counted.
    public internal(set) var idle = 0
    /// Bytes of those.
    public internal(set) var idleBytes = 0

    /// Those that were not written lately.
    public var old: Int { needed + idle }

    /// Whether so many are idle that something else is wrong: more than a hundred, and more than half of the old ones.
    public var isTooMuch: Bool { idle > 100 && idle > needed }

    /// Nothing yet.
    public init() {}
}
