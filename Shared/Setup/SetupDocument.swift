/// The document of a kind that is in force.
public struct SetupDocument<Body: Sendable>: Sendable {
    /// Counts the documents of its kind, from 1; stored with every decision made by it.
    public let version: Int
    /// What it says.
    public let body: Body

    /// A document at hand, for tests and built-in defaults (version 0).
    public init(version: Int, body: Body) {
        self.version = version
        self.body = body
    }
}
