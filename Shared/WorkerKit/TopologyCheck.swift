public import Broker
public import Topology

/// Checks at start that the queues a process needs exist as described, by declaring them again.
struct TopologyCheck: Sendable {
    let settings: PlatformSettings
    let identity: Identity

    func run(queues names: [String]) async throws {
        let link = TopologyLink(try settings.brokerAddress("\(identity.worker) checks"))
        do {
            let wanted = Set(names + [Topology.deadQueue])
            for queue in Topology.standard.queues where wanted.contains(queue.name) {
                guard try await link.inspect(queue: queue.name) != nil else { throw TopologyMissing(name: queue.name) }
                try await link.declare(queue)
            }
            await link.close()
        } catch {
            await link.close()
            throw Self.explained(error)
        }
    }

    private static func explained(_ error: any Error) -> any Error {
        if case .refused(let code, let reason)? = error as? BrokerError, code == 406 {
            return TopologyMismatch(explanation: "a queue differs from its description: \(reason)")
        }
        return error
    }
}

extension TopologyLink {
    /// Declares a queue of the topology; harmless when it exists as described.
    public func declare(_ queue: Topology.Queue) async throws {
        var arguments: [String: HeaderValue] = [
            "x-queue-type": .string("quorum"),
            "x-overflow": .string("reject-publish"),
        ]
        // Past the limit the broker drops what has nowhere to go: the last queue has none.
        if queue.deadLetterExchange != nil { arguments["x-delivery-limit"] = .int(Int64(Topology.deliveryLimit)) }
        if let exchange = queue.deadLetterExchange {
            arguments["x-dead-letter-exchange"] = .string(exchange)
            arguments["x-dead-letter-strategy"] = .string("at-least-once")
        }
        if let key = queue.deadLetterKey { arguments["x-dead-letter-routing-key"] = .string(key) }
        if let milliseconds = queue.timeToLive { arguments["x-message-ttl"] = .int(Int64(milliseconds)) }
        try await declareQueue(queue.name, arguments: arguments)
    }

    /// Makes a whole topology: exchanges, queues, bindings; takes retired bindings away.
    public func apply(_ topology: Topology) async throws {
        for exchange in topology.exchanges { try await declareExchange(exchange.name, kind: exchange.kind) }
        for queue in topology.queues { try await declare(queue) }
        for binding in topology.bindings {
            try await bind(queue: binding.queue, to: binding.exchange, key: binding.key)
        }
        for binding in topology.retired {
            try await unbind(queue: binding.queue, from: binding.exchange, key: binding.key)
        }
    }
}

/// A queue exists with other arguments than described; only an operator can mend it.
public struct TopologyMismatch: ExplainedFailure {
    /// What differs.
    public let explanation: String
}

/// A queue does not exist yet.
struct TopologyMissing: ExplainedFailure {
    let name: String
    var explanation: String { "queue \(name) does not exist: run `aftersail topology apply`" }
}
