import CRabbitMQ

extension Wire {
    /// Sends a message as method, header and body frames; check `problem(frameMax:)` before.
    ///
    /// `amqp_basic_publish` is not used: it may wait without limit for a heartbeat, and it finds out that headers
    /// are too large only after it has announced them.
    func publish(_ message: OutgoingMessage, channel: UInt16) throws(BrokerError) {
        defer { encoder.recycle() }
        let status = socketGuard.within(patience) { () -> Int32 in
            var status = announce(message, channel)
            if status >= 0 { status = sendHeader(message, channel) }
            if status >= 0 { status = sendBody(message.body, channel) }
            return status
        }
        try check(status)
    }

    private func announce(_ message: OutgoingMessage, _ channel: UInt16) -> Int32 {
        var method = unsafe amqp_basic_publish_t()
        unsafe method.exchange = encoder.bytes(message.exchange)
        unsafe method.routing_key = encoder.bytes(message.routingKey)
        unsafe method.mandatory = message.mandatory ? 1 : 0
        return unsafe sent(AMQP_BASIC_PUBLISH_METHOD, &method, channel)
    }

    private func sendHeader(_ message: OutgoingMessage, _ channel: UInt16) -> Int32 {
        var properties = unsafe encoder.properties(message.properties)
        var frame = unsafe amqp_frame_t()
        unsafe frame.frame_type = UInt8(AMQP_FRAME_HEADER)
        unsafe frame.channel = channel
        return unsafe withUnsafeMutablePointer(to: &properties) { pointer in
            unsafe frame.payload.properties.class_id = UInt16(AMQP_BASIC_CLASS)
            unsafe frame.payload.properties.body_size = UInt64(message.body.count)
            unsafe frame.payload.properties.decoded = UnsafeMutableRawPointer(pointer)
            return unsafe amqp_send_frame(state, &frame)
        }
    }

    private func sendBody(_ body: [UInt8], _ channel: UInt16) -> Int32 {
        unsafe body.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = min(payloadMax, bytes.count - offset)
                var frame = unsafe amqp_frame_t()
                unsafe frame.frame_type = UInt8(AMQP_FRAME_BODY)
                unsafe frame.channel = channel
                let start = unsafe bytes.baseAddress.map { unsafe UnsafeMutableRawPointer(mutating: $0 + offset) }
                unsafe frame.payload.body_fragment = unsafe amqp_bytes_t(len: count, bytes: start)
                let status = unsafe amqp_send_frame(state, &frame)
                if status < 0 { return status }
                offset += count
            }
            return 0
        }
    }
}
