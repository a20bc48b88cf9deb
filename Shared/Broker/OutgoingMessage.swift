/// A message to publish.
public struct OutgoingMessage: Sendable {
    /// Exchange; empty for the default one, which routes to the queue named by the key.
    ///
    /// At most 255 bytes.
    public var exchange: String
    /// Routing key, at most 255 bytes.
    public var routingKey: String
    /// What travels with the body.
    ///
    /// A `messageID` makes returned messages unmistakable.
    public var properties: Properties
    /// The content.
    public var body: [UInt8]
    /// Whether a message that no queue takes comes back as `returned`.
    ///
    /// Default true.
    public var mandatory: Bool

    /// A message for one exchange and key.
    public init(
        exchange: String,
        routingKey: String,
        properties: Properties = Properties(),
        body: [UInt8],
        mandatory: Bool = true
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
        self.mandatory = mandatory
    }

    func problem(frameMax: Int) -> String? {
        if exchange.utf8.count > 255 || routingKey.utf8.count > 255 {
            return "the exchange or the routing key is longer than 255 bytes"
        }
        return properties.problem(frameMax: frameMax)
    }
}
