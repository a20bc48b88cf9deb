/// A message that the broker handed over and that waits for a settlement.
public struct Delivery: Sendable {
    /// Queue it came from.
    public var queue: String
    /// Its number, to settle it by.
    public var tag: DeliveryTag
    /// Whether the broker gave it to somebody before.
    public var redelivered: Bool
    /// Exchange it was published to; empty for the default exchange.
    public var exchange: String
    /// Routing key it was published with.
    public var routingKey: String
    /// What travels with the body.
    public var properties: Properties
    /// The content; empty when `oversize` is set.
    public var body: [UInt8]
    /// Real size in bytes of a body that exceeded the link's limit and was thrown away.
    public var oversize: Int?

    /// How often a quorum queue gave it out before without success; 0 for other queues.
    public var deliveryCount: Int {
        guard case .int(let count) = properties.headers["x-delivery-count"] else { return 0 }
        return Int(clamping: count)
    }

    /// A delivery made by hand, for tests of handlers.
    public init(
        queue: String,
        tag: DeliveryTag,
        redelivered: Bool = false,
        exchange: String = "",
        routingKey: String = "",
        properties: Properties = Properties(),
        body: [UInt8] = [],
        oversize: Int? = nil
    ) {
        self.queue = queue
        self.tag = tag
        self.redelivered = redelivered
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
        self.oversize = oversize
    }

    /// Memory it is counted with: body and a flat sum for the rest.
    var weight: Int { body.count + 256 }
}
