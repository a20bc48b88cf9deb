/// One thing that is wrong with a setup document.
public struct SetupProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, such as `agents[3].team`; empty for the document as a whole.
    public let path: String
    /// What was found and what to write instead.
    public let message: String

    /// A problem at a place.
    public init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }

    /// Place and message in one line.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
