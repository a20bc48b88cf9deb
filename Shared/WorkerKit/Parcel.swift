import Broker
import Contracts
import Digest
import FoundationEssentials

/// A delivery read as far as every message is alike: who sent it, which try it is, what it claims to be.
struct Parcel: Sendable {
    let delivery: Delivery
    let envelope: Envelope
    /// Message name from the `type` property, else from the routing key behind its lane.
    let type: String
    /// Whether the sender gave a UUIDv7 as message id; only then can the inbox count it.
    let isIdentified: Bool

    init(_ delivery: Delivery) {
        self.delivery = delivery
        let claimed = delivery.properties.messageID.flatMap { UUID(text: $0) }
        isIdentified = claimed?.version7Date != nil
        let id = isIdentified ? claimed : nil
        type = delivery.properties.type ?? Self.name(fromRoutingKey: delivery.routingKey)
        envelope = Envelope(
            id: id ?? Self.fingerprint(of: delivery),
            queue: delivery.queue,
            attempt: min(max(1, delivery.properties.headers[HeaderName.attempt]?.wholeNumber ?? 1), Self.mostAttempts),
            trace: delivery.properties.headers[HeaderName.traceparent]?.text.flatMap(TraceContext.init) ?? .begin(),
            replyTo: ReplyAddress(delivery.properties),
            causes: delivery.properties.headers[HeaderName.causes]?.texts ?? []
        )
    }

    /// Beyond this a header is nonsense.
    private static let mostAttempts = 1_000_000

    /// Id under which this try of the message is parked, the same at every delivery.
    func parkingID(by identity: Identity) -> UUID {
        let key = [identity.worker, delivery.queue, envelope.id.uuidString, String(envelope.attempt)]
        return Self.identifier(sha256(Array(key.joined(separator: "\u{1F}").utf8)))
    }

    /// The bytes without anything that the wire says about them.
    var bare: Parcel {
        var delivery = delivery
        delivery.properties = Properties()
        delivery.exchange = ""
        delivery.routingKey = ""
        return Parcel(delivery)
    }

    var ticketID: UUID? { delivery.properties.headers[HeaderName.ticket]?.text.flatMap { UUID(text: $0) } }

    /// A stand-in id for messages that carry none: the same bytes under the same name give the same id.
    private static func fingerprint(of delivery: Delivery) -> UUID {
        let name = [delivery.queue, delivery.properties.messageID ?? "", delivery.properties.correlationID ?? ""]
        let hash = sha256(Array(name.joined(separator: "\u{1F}").utf8) + sha256(delivery.body))
        return identifier(hash)
    }

    private static func identifier(_ hash: [UInt8]) -> UUID {
        UUID(
            uuid: (
                hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7],
                hash[8], hash[9], hash[10], hash[11], hash[12], hash[13], hash[14], hash[15]
            )
        )
    }

    private static func name(fromRoutingKey key: String) -> String {
        key.firstIndex(of: ".").map { String(key[key.index(after: $0)...]) } ?? key
    }
}

extension ReplyAddress {
    /// The asker's address, if it is one that may be answered: the direct reply queue, one of `aftersail.reply.*` or
    /// a server-named queue.
    ///
    /// Anything else could be another service's queue.
    init?(_ properties: Properties) {
        guard let queue = properties.replyTo,
            queue == "amq.rabbitmq.reply-to" || queue.hasPrefix("amq.rabbitmq.reply-to.")
                || queue.hasPrefix("aftersail.reply.") || queue.hasPrefix("amq.gen-")
        else { return nil }
        self.init(queue: queue, correlationID: properties.correlationID)
    }
}

extension HeaderValue {
    var text: String? {
        switch self {
        case .string(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    var wholeNumber: Int? {
        guard case .int(let number) = self else { return nil }
        return Int(exactly: number)
    }

    var texts: [String]? {
        guard case .array(let values) = self else { return nil }
        return values.compactMap(\.text)
    }
}
