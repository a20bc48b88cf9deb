import FoundationEssentials
public import Postgres
import Contracts
import Topology

extension Turn {
    /// Says stored bytes again under a new message id, so that no inbox takes them for the message they were.
    ///
    /// They go straight to the queue, which must exist. `headers` are as `parked_message.headers` has them; unreadable
    /// ones leave only the type.
    public func republish(_ body: [UInt8], to queue: String, type: String, headers: JSONText) {
        let stored = try? WireJSON.decode(OutboxHeaders.self, from: Array(headers.text.utf8))
        let trace = stored.flatMap { TraceContext(header: $0.traceparent) } ?? .begin()
        // What was unroutable goes where it was meant to go, not back to the queue of the dead.
        let exchange = stored?.originalExchange
        add(
            OutboxRow(
                id: newID(),
                exchange: exchange ?? "",
                routingKey: exchange == nil ? queue : stored?.originalRoutingKey ?? queue,
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
