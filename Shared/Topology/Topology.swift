import Contracts

/// Every exchange, queue and binding of the product, in one place.
///
/// `aftersail topology apply` makes them, every process checks its own at start.
public struct Topology: Sendable, Equatable {
    /// A durable exchange.
    public struct Exchange: Sendable, Equatable {
        /// Name on the broker.
        public let name: String
        /// `direct`, `topic` or `fanout`.
        public let kind: String
    }

    /// A durable quorum queue.
    public struct Queue: Sendable, Equatable {
        /// Name on the broker.
        public let name: String
        /// Milliseconds after which a message moves on; `nil` keeps it.
        public let timeToLive: Int?
        /// Where expired, rejected and over-delivered messages go, always at least once.
        public let deadLetterExchange: String?
        /// Routing key of a dead letter; `nil` keeps the message's own.
        public let deadLetterKey: String?
    }

    /// A queue's wish for messages.
    public struct Binding: Sendable, Equatable {
        /// The queue that wants them.
        public let queue: String
        /// The exchange they come from.
        public let exchange: String
        /// Routing key or topic pattern.
        public let key: String
    }

    /// Exchanges, made first.
    public let exchanges: [Exchange]
    /// Queues.
    public let queues: [Queue]
    /// Bindings, made last.
    public let bindings: [Binding]

    /// Bindings of former releases that nobody wants any more; taken away where they still stand.
    public let retired: [Binding]

    /// Where adapters publish, with routing key `request`; the only right an adapter needs.
    public static let intakeExchange = "aftersail.intake"
    /// What adapters post to, through the exchange or straight.
    public static let intakeQueue = "intake.requests"
    /// Internal events, routing key `<lane>.<name>.v<N>`.
    public static let eventExchange = "aftersail.events"
    /// What the broker gave up on, and what had no taker; drained into `parked_message`.
    public static let deadQueue = "aftersail.dead"
    /// Deliveries after which the broker itself gives up: a backstop far above what workers allow.
    public static let deliveryLimit = 1_000

    /// Fixed retry delays in milliseconds, one wait queue each.
    public static let waits = [1_000, 5_000, 30_000, 300_000]

    /// Exchange in front of the wait queue of a delay; the routing key names the queue to come back to.
    public static func waitExchange(milliseconds: Int) -> String { "aftersail.wait.\(milliseconds)ms" }

    /// The product's topology.
    public static let standard: Topology = {
        var exchanges = [Exchange(name: intakeExchange, kind: "topic"), Exchange(name: eventExchange, kind: "topic")]
        var queues = [Queue(name: deadQueue, timeToLive: nil, deadLetterExchange: nil, deadLetterKey: nil)]
        var bindings = [Binding(queue: intakeQueue, exchange: intakeExchange, key: "#")]
        for wait in waits {
            let name = waitExchange(milliseconds: wait)
            exchanges.append(Exchange(name: name, kind: "fanout"))
            // The default exchange brings a message back to the queue that its routing key names.
            queues.append(Queue(name: name, timeToLive: wait, deadLetterExchange: "", deadLetterKey: nil))
            bindings.append(Binding(queue: name, exchange: name, key: ""))
        }
        for inbox in Inbox.all {
            queues.append(
                contentsOf: inbox.queues.map { queue in
                    Queue(name: queue.name, timeToLive: nil, deadLetterExchange: "", deadLetterKey: deadQueue)
                }
            )
            for queue in inbox.queues {
                bindings += inbox.messages.map { message in
                    Binding(queue: queue.name, exchange: eventExchange, key: "\(queue.lane).\(message)")
                }
            }
        }
        queues.append(Queue(name: intakeQueue, timeToLive: nil, deadLetterExchange: "", deadLetterKey: deadQueue))
        // sla-monitor makes clocks when a ticket is classified, and watches the tables for those that are not.
        let retired = [
            Binding(queue: "sla-monitor.events", exchange: eventExchange, key: "*.\(TicketOpenedV1.name)")
        ]
        return Topology(exchanges: exchanges, queues: queues, bindings: bindings, retired: retired)
    }()
}
