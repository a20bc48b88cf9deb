/// What a link asks of the broker, apart from publishing.
enum Request: Sendable, Equatable {
    case openChannel
    case closeChannelOK
    case closeConnection
    case closeConnectionOK
    case selectConfirms
    case flowOK(active: Bool)
    case qos(prefetch: UInt16)
    /// Consumers of a higher priority are served first while their prefetch lasts.
    case consume(queue: String, consumer: String, priority: Int32 = 0)
    case cancel(consumer: String)
    case ack(number: UInt64, multiple: Bool)
    case nack(number: UInt64, requeue: Bool)
    case get(queue: String)
    case declareExchange(name: String, kind: String, arguments: [String: HeaderValue])
    case declareQueue(QueueDeclaration)
    case inspectQueue(String)
    case bind(queue: String, exchange: String, key: String, arguments: [String: HeaderValue])
    case unbind(queue: String, exchange: String, key: String, arguments: [String: HeaderValue])
    case bindExchange(destination: String, source: String, key: String)
    case purge(queue: String)
    case deleteQueue(String)
    case deleteExchange(String)
}

/// How a queue is declared.
struct QueueDeclaration: Sendable, Equatable {
    var name: String
    var durable = true
    var exclusive = false
    var autoDelete = false
    var arguments: [String: HeaderValue] = [:]

    /// A server-named queue that lives as long as the connection.
    static let replies = QueueDeclaration(name: "", durable: false, exclusive: true, autoDelete: true)
}
