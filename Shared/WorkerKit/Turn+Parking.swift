import Broker
import Contracts
import Digest
import FoundationEssentials
import Mutants
import Postgres
import Topology

extension Turn {
    /// Most bytes of a body that are stored when it is refused; above that hash and size must do.
    static let storedBodyLimit = 256 * 1024

    /// Puts the message aside for a person, in this transaction.
    ///
    /// A message with an id of its own is parked once per try, however often it is delivered.
    func park(_ parcel: Parcel, as identity: Identity, reason: String, causes: [String] = []) {
        let delivery = parcel.delivery
        let death = Death(delivery.properties.headers)
        let kept = delivery.oversize == nil && delivery.body.count <= Self.storedBodyLimit
        let headers = OutboxHeaders(
            type: parcel.type,
            ticket: parcel.ticketID,
            traceparent: parcel.envelope.trace.header,
            messageID: delivery.properties.messageID
        )
        transaction.enqueue(
            """
            INSERT INTO parked_message
                (id, worker, queue, message_id, message_type, ticket_id, reason, causes, attempts, exchange, routing_key,
                 headers, body, body_size, body_sha256)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT DO NOTHING
            """,
            parcel.isIdentified ? parcel.parkingID(by: identity) : newID(),
            identity.worker,
            (death?.queue ?? delivery.queue).storable,
            delivery.properties.messageID?.storable,
            parcel.type.storable,
            parcel.ticketID,
            reason.storable,
            JSONText.list(parcel.envelope.causes + causes),
            Int32(clamping: parcel.envelope.attempt),
            (death?.exchange ?? delivery.exchange).storable,
            (death?.routingKey ?? delivery.routingKey).storable,
            JSONText.object(headers),
            kept ? Bytes(delivery.body) : nil,
            delivery.oversize ?? delivery.body.count,
            Bytes(sha256(delivery.body))
        )
    }

    /// Sends the message round through the shortest wait queue that is long enough, with its attempt counted.
    ///
    /// `claimed` tells that this very turn has put the message into the inbox; a row of another turn is not ours.
    func retry(_ parcel: Parcel, after delay: Duration, cause: String?, as identity: Identity, claimed: Bool) {
        let delivery = parcel.delivery
        if claimed, parcel.isIdentified {
            // The inbox must not remember it: it comes back under the same id.
            transaction.enqueue(
                "DELETE FROM inbox WHERE message_id = $1 AND worker = $2",
                parcel.envelope.id,
                identity.worker
            )
        }
        let wanted = delay.milliseconds
        let wait = Topology.waits.first { $0 >= wanted } ?? Topology.waits[Topology.waits.count - 1]
        add(
            OutboxRow(
                id: newID(),
                exchange: Topology.waitExchange(milliseconds: wait),
                routingKey: delivery.queue,
                headers: OutboxHeaders(
                    type: parcel.type,
                    ticket: parcel.ticketID,
                    traceparent: parcel.envelope.trace.header,
                    attempt: Mutant.retryForgetsAttempts.isOn ? 1 : parcel.envelope.attempt + 1,
                    causes: parcel.envelope.causes + [cause].compactMap { $0 },
                    messageID: delivery.properties.messageID,
                    replyTo: delivery.properties.replyTo,
                    correlationID: delivery.properties.correlationID
                ),
                body: delivery.body
            )
        )
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

extension String {
    /// Without U+0000, which PostgreSQL cannot store.
    var storable: String { contains("\0") ? replacing("\0", with: "\u{FFFD}") : self }
}

extension JSONText {
    static func list(_ texts: [String]) -> JSONText { object(texts) }

    /// JSON of a value that always encodes: strings, ids and whole numbers.
    static func object(_ value: some Encodable) -> JSONText {
        let bytes = (try? WireJSON.encode(value)) ?? Array("null".utf8)
        return JSONText(String(decoding: withoutNull(bytes), as: UTF8.self))
    }

    /// JSON with every escaped U+0000, which jsonb refuses, as U+FFFD; a backslash that is itself escaped begins none.
    private static func withoutNull(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(UInt8(ascii: "\\")) else { return json }
        let escapedNull = Array("\\u0000".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(json.count)
        var index = 0
        while index < json.count {
            if json[index] != escapedNull[0] {
                out.append(json[index])
                index += 1
            } else if json[index...].starts(with: escapedNull) {
                out += "\u{FFFD}".utf8
                index += escapedNull.count
            } else {
                out += json[index..<min(index + 2, json.count)]
                index += 2
            }
        }
        return out
    }
}
