/// A command, or a wait, did not bring what a run needs.
public struct CommandFailed: Error, CustomStringConvertible {
    /// What was tried and what was seen.
    public let output: String

    /// Says what was seen.
    public init(output: String) {
        self.output = output
    }

    /// What was tried and what was seen.
    public var description: String { output }
}
