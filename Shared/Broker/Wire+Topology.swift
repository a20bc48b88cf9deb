import CRabbitMQ

extension Wire {
    func sendTopology(_ request: Request, _ channel: UInt16) -> Int32 {
        switch request {
        case .declareExchange(let name, let kind, let arguments):
            return declareExchange(name, kind, arguments, channel)
        case .declareQueue(let queue):
            return declare(queue, passive: false, channel)
        case .inspectQueue(let name):
            return declare(QueueDeclaration(name: name), passive: true, channel)
        case .purge(let queue):
            var method = unsafe amqp_queue_purge_t()
            unsafe method.queue = encoder.bytes(queue)
            return unsafe sent(AMQP_QUEUE_PURGE_METHOD, &method, channel)
        case .deleteQueue(let queue):
            var method = unsafe amqp_queue_delete_t()
            unsafe method.queue = encoder.bytes(queue)
            return unsafe sent(AMQP_QUEUE_DELETE_METHOD, &method, channel)
        case .deleteExchange(let exchange):
            var method = unsafe amqp_exchange_delete_t()
            unsafe method.exchange = encoder.bytes(exchange)
            return unsafe sent(AMQP_EXCHANGE_DELETE_METHOD, &method, channel)
        default:
            return sendBinding(request, channel)
        }
    }

    private func declareExchange(
        _ name: String,
        _ kind: String,
        _ arguments: [String: HeaderValue],
        _ channel: UInt16
    ) -> Int32 {
        var method = unsafe amqp_exchange_declare_t()
        unsafe method.exchange = encoder.bytes(name)
        unsafe method.type = encoder.bytes(kind)
        unsafe method.durable = 1
        unsafe method.arguments = encoder.table(arguments)
        return unsafe sent(AMQP_EXCHANGE_DECLARE_METHOD, &method, channel)
    }

    private func declare(_ queue: QueueDeclaration, passive: Bool, _ channel: UInt16) -> Int32 {
        var method = unsafe amqp_queue_declare_t()
        unsafe method.queue = encoder.bytes(queue.name)
        unsafe method.passive = passive ? 1 : 0
        unsafe method.durable = queue.durable ? 1 : 0
        unsafe method.exclusive = queue.exclusive ? 1 : 0
        unsafe method.auto_delete = queue.autoDelete ? 1 : 0
        unsafe method.arguments = encoder.table(queue.arguments)
        return unsafe sent(AMQP_QUEUE_DECLARE_METHOD, &method, channel)
    }

    private func sendBinding(_ request: Request, _ channel: UInt16) -> Int32 {
        switch request {
        case .bind(let queue, let exchange, let key, let arguments):
            var method = unsafe amqp_queue_bind_t()
            unsafe method.queue = encoder.bytes(queue)
            unsafe method.exchange = encoder.bytes(exchange)
            unsafe method.routing_key = encoder.bytes(key)
            unsafe method.arguments = encoder.table(arguments)
            return unsafe sent(AMQP_QUEUE_BIND_METHOD, &method, channel)
        case .unbind(let queue, let exchange, let key, let arguments):
            var method = unsafe amqp_queue_unbind_t()
            unsafe method.queue = encoder.bytes(queue)
            unsafe method.exchange = encoder.bytes(exchange)
            unsafe method.routing_key = encoder.bytes(key)
            unsafe method.arguments = encoder.table(arguments)
            return unsafe sent(AMQP_QUEUE_UNBIND_METHOD, &method, channel)
        case .bindExchange(let destination, let source, let key):
            var method = unsafe amqp_exchange_bind_t()
            unsafe method.destination = encoder.bytes(destination)
            unsafe method.source = encoder.bytes(source)
            unsafe method.routing_key = encoder.bytes(key)
            return unsafe sent(AMQP_EXCHANGE_BIND_METHOD, &method, channel)
        default:
            return AMQP_STATUS_INVALID_PARAMETER.rawValue
        }
    }
}
