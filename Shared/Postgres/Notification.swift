/// What NOTIFY sent.
public struct Notification: Sendable, Equatable {
    /// The channel listened on.
    public let channel: String
    /// Up to 8,000 bytes (PostgreSQL's limit); empty if NOTIFY gave none.
    public let payload: String
    /// Server process that sent it.
    public let backend: Int32
}
