/// What a pump waits for until its next turn.
public struct Interest: Sendable, Equatable {
    /// File descriptor to poll; `nil` waits for the deadline alone.
    public var descriptor: Int32?
    /// Wake when the descriptor can be read.
    public var reading: Bool
    /// Wake when the descriptor can be written.
    public var writing: Bool
    /// Wake no later than this; `nil` waits without limit.
    ///
    /// A past instant means at once.
    public var deadline: ContinuousClock.Instant?

    /// Waits for nothing: the pump is idle until a job changes its mind.
    public static let idle = Interest()

    /// A wait on one descriptor, on a deadline, on both or on neither.
    public init(
        descriptor: Int32? = nil,
        reading: Bool = false,
        writing: Bool = false,
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.descriptor = descriptor
        self.reading = reading
        self.writing = writing
        self.deadline = deadline
    }
}
