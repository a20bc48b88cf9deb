import Broker
import Contracts
import Topology

/// A described queue as the broker has it.
struct QueueReading: Sendable {
    let queue: Topology.Queue
    /// Nil when the queue does not exist.
    let depth: QueueDepth?
    let bindings: [String]

    /// Every described queue, in the order of the description.
    static func all(on link: TopologyLink) async throws -> [QueueReading] {
        var readings: [QueueReading] = []
        for queue in Topology.standard.queues {
            let bindings = Topology.standard.bindings.filter { $0.queue == queue.name }.map {
                "\($0.exchange) \($0.key)"
            }
            readings.append(
                QueueReading(queue: queue, depth: try await link.inspect(queue: queue.name), bindings: bindings)
            )
        }
        return readings
    }

    var value: JSONValue {
        .object([
            "queue": .string(queue.name),
            "exists": .bool(depth != nil),
            "ready": depth.map { .count($0.ready) } ?? .null,
            "consumers": depth.map { .count($0.consumers) } ?? .null,
            "bindings": .array(bindings.map { .string($0) }),
        ])
    }
}
