public import FoundationEssentials

/// What has been told, and when.
public struct Notice: Equatable, Sendable {
    /// Whose step it was.
    public let clock: ClockKey
    /// Name of the step, such as `warn-50`.
    public let step: String
    /// Which deadline of the clock it was told for.
    public let deadlineVersion: Int
    /// When.
    public let toldAt: Date

    /// A step that was told.
    public init(clock: ClockKey, step: String, deadlineVersion: Int, toldAt: Date) {
        self.clock = clock
        self.step = step
        self.deadlineVersion = deadlineVersion
        self.toldAt = toldAt
    }
}
