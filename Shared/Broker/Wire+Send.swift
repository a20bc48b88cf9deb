import CRabbitMQ

extension Wire {
    /// Sends one method.
    ///
    /// Blocks at most `patience`; after a failure the connection must be dropped.
    func send(_ request: Request, channel: UInt16) throws(BrokerError) {
        try request.checkSizes(payloadMax: payloadMax)
        defer { encoder.recycle() }
        let status = socketGuard.within(patience) { () -> Int32 in
            switch request {
            case .ack(let number, let multiple):
                var method = amqp_basic_ack_t(delivery_tag: number, multiple: multiple ? 1 : 0)
                return unsafe sent(AMQP_BASIC_ACK_METHOD, &method, channel)
            case .nack(let number, let requeue):
                var method = amqp_basic_nack_t(delivery_tag: number, multiple: 0, requeue: requeue ? 1 : 0)
                return unsafe sent(AMQP_BASIC_NACK_METHOD, &method, channel)
            case .openChannel, .closeChannelOK, .closeConnection, .closeConnectionOK, .selectConfirms, .flowOK:
                return sendLifecycle(request, channel)
            case .qos, .consume, .cancel, .get:
                return sendConsuming(request, channel)
            default:
                return sendTopology(request, channel)
            }
        }
        try check(status)
    }

    /// Tells the broker that we are alive, for times when nothing is read.
    func sendHeartbeat() throws(BrokerError) {
        var frame = unsafe amqp_frame_t()
        unsafe frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        let status = socketGuard.within(patience) { unsafe amqp_send_frame(state, &frame) }
        try check(status)
    }

    @unsafe func sent<Struct>(_ id: UInt32, _ method: inout Struct, _ channel: UInt16) -> Int32 {
        unsafe withUnsafeMutablePointer(to: &method) { pointer in
            unsafe amqp_send_method(state, channel, id, UnsafeMutableRawPointer(pointer))
        }
    }

    private func sendLifecycle(_ request: Request, _ channel: UInt16) -> Int32 {
        switch request {
        case .openChannel:
            var method = unsafe amqp_channel_open_t(out_of_band: amqp_empty_bytes)
            return unsafe sent(AMQP_CHANNEL_OPEN_METHOD, &method, channel)
        case .closeChannelOK:
            var method = amqp_channel_close_ok_t(dummy: 0)
            return unsafe sent(AMQP_CHANNEL_CLOSE_OK_METHOD, &method, channel)
        case .closeConnection:
            var method = unsafe amqp_connection_close_t()
            unsafe method.reply_code = 200
            return unsafe sent(AMQP_CONNECTION_CLOSE_METHOD, &method, 0)
        case .closeConnectionOK:
            var method = amqp_connection_close_ok_t(dummy: 0)
            return unsafe sent(AMQP_CONNECTION_CLOSE_OK_METHOD, &method, 0)
        case .flowOK(let active):
            var method = amqp_channel_flow_ok_t(active: active ? 1 : 0)
            return unsafe sent(AMQP_CHANNEL_FLOW_OK_METHOD, &method, channel)
        default:
            var method = amqp_confirm_select_t(nowait: 0)
            return unsafe sent(AMQP_CONFIRM_SELECT_METHOD, &method, channel)
        }
    }

    private func sendConsuming(_ request: Request, _ channel: UInt16) -> Int32 {
        switch request {
        case .qos(let prefetch):
            var method = amqp_basic_qos_t(prefetch_size: 0, prefetch_count: prefetch, global: 0)
            return unsafe sent(AMQP_BASIC_QOS_METHOD, &method, channel)
        case .consume(let queue, let consumer, let priority):
            var method = unsafe amqp_basic_consume_t()
            if priority != 0 { unsafe method.arguments = encoder.table(["x-priority": .int(Int64(priority))]) }
            unsafe method.queue = encoder.bytes(queue)
            unsafe method.consumer_tag = encoder.bytes(consumer)
            return unsafe sent(AMQP_BASIC_CONSUME_METHOD, &method, channel)
        case .get(let queue):
            var method = unsafe amqp_basic_get_t()
            unsafe method.queue = encoder.bytes(queue)
            return unsafe sent(AMQP_BASIC_GET_METHOD, &method, channel)
        case .cancel(let consumer):
            var method = unsafe amqp_basic_cancel_t()
            unsafe method.consumer_tag = encoder.bytes(consumer)
            return unsafe sent(AMQP_BASIC_CANCEL_METHOD, &method, channel)
        default:
            return AMQP_STATUS_INVALID_PARAMETER.rawValue
        }
    }
}

extension Request {
    /// Names are short strings on the wire, and a method must fit into one frame.
    func checkSizes(payloadMax: Int) throws(BrokerError) {
        let (names, arguments): ([String], [String: HeaderValue]) =
            switch self {
            case .consume(let queue, let consumer, _): ([queue, consumer], [:])
            case .get(let name), .inspectQueue(let name), .purge(let name), .deleteQueue(let name): ([name], [:])
            case .deleteExchange(let name): ([name], [:])
            case .declareExchange(let name, let kind, let arguments): ([name, kind], arguments)
            case .declareQueue(let queue): ([queue.name], queue.arguments)
            case .bind(let queue, let exchange, let key, let arguments): ([queue, exchange, key], arguments)
            case .unbind(let queue, let exchange, let key, let arguments): ([queue, exchange, key], arguments)
            case .bindExchange(let destination, let source, let key): ([destination, source, key], [:])
            default: ([], [:])
            }
        if let long = names.first(where: { $0.utf8.count > 255 }) {
            throw .tooLarge(size: long.utf8.count, limit: 255)
        }
        // 1,024 covers the names and fixed fields of any method.
        let size = HeaderValue.encodedSize(arguments) + 1_024
        guard size <= payloadMax else { throw .tooLarge(size: size, limit: payloadMax) }
    }
}
