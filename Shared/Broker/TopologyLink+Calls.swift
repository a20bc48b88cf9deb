extension TopologyLink {
    /// Declares a durable exchange, or verifies an existing one; `refused` 406 if it differs.
    public func declareExchange(
        _ name: String,
        kind: String,
        arguments: [String: HeaderValue] = [:]
    ) async throws(BrokerError) {
        _ = try await call(.declareExchange(name: name, kind: kind, arguments: arguments))
    }

    /// Declares a queue, or verifies an existing one; `refused` 406 if it differs.
    ///
    /// Gives its name.
    @discardableResult
    public func declareQueue(
        _ name: String,
        arguments: [String: HeaderValue] = [:],
        durable: Bool = true,
        exclusive: Bool = false,
        autoDelete: Bool = false
    ) async throws(BrokerError) -> String {
        let declaration = QueueDeclaration(
            name: name,
            durable: durable,
            exclusive: exclusive,
            autoDelete: autoDelete,
            arguments: arguments
        )
        guard case .method(_, .queueDeclareOK(let given, _, _)) = try await call(.declareQueue(declaration)) else {
            throw unexpected("queue.declare")
        }
        return given
    }

    /// Routes messages of an exchange to a queue; `refused` 404 if either is missing.
    public func bind(
        queue: String,
        to exchange: String,
        key: String,
        arguments: [String: HeaderValue] = [:]
    ) async throws(BrokerError) {
        _ = try await call(.bind(queue: queue, exchange: exchange, key: key, arguments: arguments))
    }

    /// Takes a route away; no error if there is none.
    public func unbind(
        queue: String,
        from exchange: String,
        key: String,
        arguments: [String: HeaderValue] = [:]
    ) async throws(BrokerError) {
        _ = try await call(.unbind(queue: queue, exchange: exchange, key: key, arguments: arguments))
    }

    /// Routes messages of one exchange to another.
    public func bind(exchange destination: String, to source: String, key: String) async throws(BrokerError) {
        _ = try await call(.bindExchange(destination: destination, source: source, key: key))
    }

    /// How full a queue is; nil if there is none of that name.
    public func inspect(queue: String) async throws(BrokerError) -> QueueDepth? {
        do throws(BrokerError) {
            let answer = try await call(.inspectQueue(queue), on: Self.asking)
            guard case .method(_, .queueDeclareOK(_, let ready, let consumers)) = answer else {
                throw unexpected("queue.declare")
            }
            return QueueDepth(ready: ready, consumers: consumers)
        } catch .refused(code: 404, _) {
            return nil
        }
    }

    /// Throws away every ready message of a queue and says how many.
    @discardableResult
    public func purge(queue: String) async throws(BrokerError) -> Int {
        guard case .method(_, .purgeOK(let count)) = try await call(.purge(queue: queue)) else {
            throw unexpected("queue.purge")
        }
        return count
    }

    /// Deletes a queue with its messages and says how many; 0 if there is none of that name.
    @discardableResult
    public func delete(queue: String) async throws(BrokerError) -> Int {
        guard case .method(_, .deleteOK(let count)) = try await call(.deleteQueue(queue)) else {
            throw unexpected("queue.delete")
        }
        return count
    }

    /// Deletes an exchange.
    ///
    /// No error if there is none of that name.
    public func delete(exchange: String) async throws(BrokerError) {
        _ = try await call(.deleteExchange(exchange))
    }

    /// Takes one message, to be settled; nil if none is ready.
    ///
    /// For tools: consuming is far cheaper.
    public func get(queue: String) async throws(BrokerError) -> Delivery? {
        guard case .content(_, let content) = try await call(.get(queue: queue)),
            case .got(let number, let redelivered) = content.announcement
        else { return nil }
        return Delivery(
            queue: queue,
            tag: DeliveryTag(epoch: epoch, number: number),
            redelivered: redelivered,
            exchange: content.exchange,
            routingKey: content.routingKey,
            properties: content.properties,
            body: content.body,
            oversize: content.oversize
        )
    }

    /// Settles a message taken by `get`; one of an older connection is dropped silently.
    public func settle(_ tag: DeliveryTag, _ settlement: Settlement = .ack) async throws(BrokerError) {
        guard tag.epoch == epoch else { return }
        let request: Request =
            switch settlement {
            case .ack: .ack(number: tag.number, multiple: false)
            case .requeue: .nack(number: tag.number, requeue: true)
            case .reject: .nack(number: tag.number, requeue: false)
            }
        _ = try await call(request)
    }

    /// Acknowledges a message taken by `get`.
    public func ack(_ tag: DeliveryTag) async throws(BrokerError) {
        try await settle(tag, .ack)
    }

    /// Version of the broker, such as `3.10.8`.
    public func serverVersion() async throws(BrokerError) -> String {
        guard case .string(let version) = try await serverProperties()["version"] else { return "unknown" }
        return version
    }

    /// Names of the protocol extensions that the broker offers, sorted.
    public func serverCapabilities() async throws(BrokerError) -> [String] {
        guard case .table(let capabilities) = try await serverProperties()["capabilities"] else { return [] }
        return capabilities.filter { $0.value == .bool(true) }.keys.sorted()
    }

    /// The connection's greeting; a harmless question makes sure that there is a connection.
    private func serverProperties() async throws(BrokerError) -> [String: HeaderValue] {
        _ = try await call(.qos(prefetch: 0))
        return session.wire?.server ?? [:]
    }

    private func unexpected(_ method: String) -> BrokerError {
        .connectionLost(reason: "the broker answered \(method) with something else")
    }
}
