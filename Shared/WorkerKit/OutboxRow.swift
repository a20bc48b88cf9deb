import Broker
import Contracts
import FoundationEssentials
import Postgres

/// A message that its transaction will have said once it commits.
struct OutboxRow: Sendable {
    let id: UUID
    let exchange: String
    let routingKey: String
    let headers: OutboxHeaders
    let body: [UInt8]

    /// As the broker gets it: persistent, mandatory, with the row's id as message id.
    var outgoing: OutgoingMessage {
        var properties = Properties()
        properties.contentType = "application/json"
        properties.persistent = true
        properties.messageID = headers.messageID ?? id.lowercase
        properties.type = headers.type
        properties.timestamp = id.version7Date
        properties.replyTo = headers.replyTo
        properties.correlationID = headers.correlationID
        properties.headers = headers.brokerHeaders
        return OutgoingMessage(exchange: exchange, routingKey: routingKey, properties: properties, body: body)
    }
}

/// Headers of our own messages, as stored in the outbox.
struct OutboxHeaders: Codable, JSONWritable, Sendable, Equatable {
    var type: String
    var ticket: UUID?
    var traceparent: String
    /// Try that the receiver is asked to make, from 1.
    var attempt: Int?
    /// What went wrong before, oldest first.
    var causes: [String]?
    /// Message id on the wire when it is not the row's: a retry keeps the original's.
    var messageID: String?
    /// Asker's address, kept over a retry.
    var replyTo: String?
    var correlationID: String?
    /// Where an unroutable message wanted to go.
    var originalExchange: String?
    var originalRoutingKey: String?

    func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("attempt", attempt)
        if let causes { json.member("causes", causes) }
        json.member("correlationID", correlationID)
        json.member("messageID", messageID)
        json.member("originalExchange", originalExchange)
        json.member("originalRoutingKey", originalRoutingKey)
        json.member("replyTo", replyTo)
        json.member("ticket", ticket)
        json.member("traceparent", traceparent)
        json.member("type", type)
        json.endObject()
    }

    var brokerHeaders: [String: HeaderValue] {
        var headers: [String: HeaderValue] = [HeaderName.traceparent: .string(traceparent)]
        if let ticket { headers[HeaderName.ticket] = .string(ticket.lowercase) }
        if let attempt { headers[HeaderName.attempt] = .int(Int64(attempt)) }
        if let causes { headers[HeaderName.causes] = .array(causes.map { .string($0) }) }
        if let originalExchange { headers[HeaderName.originalExchange] = .string(originalExchange) }
        if let originalRoutingKey { headers[HeaderName.originalRoutingKey] = .string(originalRoutingKey) }
        return headers
    }
}

/// Names of the headers we set and read.
enum HeaderName {
    static let traceparent = "traceparent"
    static let ticket = "aftersail-ticket"
    static let attempt = "aftersail-attempt"
    static let causes = "aftersail-causes"
    static let originalExchange = "aftersail-original-exchange"
    static let originalRoutingKey = "aftersail-original-routing-key"
}
