import Broker

/// Decides about messages that are not ours: nothing about them can be trusted, not even that they are JSON.
///
/// The inbox does not count them (strangers give no message ids); the handler keeps receipts of its own.
public protocol RawHandler: Sendable {
    /// One verdict for every message of the batch, in its order.
    ///
    /// - Throws: anything; the turn is rolled back and the culprit isolated by bisection.
    func decide(_ batch: [RawMessage], in turn: Turn) async throws -> [Verdict]
}

/// A message as bytes.
public struct RawMessage: Sendable {
    /// The bytes; empty when they were too many to hold.
    public let body: [UInt8]
    /// How many bytes came, when they were too many to hold.
    public let oversize: Int?
    /// Message id that the sender gave, if any.
    public let messageID: String?
    /// Content type and encoding that the sender gave.
    public let contentType: String?
    /// What the wire said about it.
    public let envelope: Envelope

    /// What the broker says about a message it gave up on.
    let death: Death?

    init(_ parcel: Parcel) {
        death = Death(parcel.delivery.properties.headers)
        body = parcel.delivery.body
        oversize = parcel.delivery.oversize
        messageID = parcel.delivery.properties.messageID
        contentType = parcel.delivery.properties.contentType
        envelope = parcel.envelope
    }
}
