import Contracts
import FoundationEssentials
public import Postgres
import Topology

extension Turn {
    /// Says stored bytes again under a new message id, so that no inbox takes them for the message they were.
    ///
    /// `headers` are as `parked_message.headers` has them; unreadable ones leave only the type.
    public func republish(_ body: [UInt8], to destination: Destination, type: String, headers: JSONText) {
        let stored = try? WireJSON.decode(OutboxHeaders.self, from: Array(headers.text.utf8))
        let trace = stored.flatMap { TraceContext(header: $0.traceparent) } ?? .begin()
        add(
            OutboxRow(
                id: newID(),
                exchange: destination.exchange,
                routingKey: destination.routingKey,
                headers: OutboxHeaders(type: type, ticket: stored?.ticket, traceparent: trace.child().header),
                body: body
            )
        )
    }

    /// Posts a request to intake as an adapter does.
    public func submit(_ request: [UInt8]) {
        add(
            OutboxRow(
                id: newID(),
                exchange: Topology.intakeExchange,
                routingKey: "request",
                headers: OutboxHeaders(type: IntakeRequestV1.name, traceparent: TraceContext.begin().header),
                body: request
            )
        )
    }
}
