import CRabbitMQ
import Glibc

/// One thing that the broker said.
enum Incoming: Sendable, Equatable {
    case method(channel: UInt16, Method)
    case content(channel: UInt16, Content)
}

extension Wire {
    /// The next method or complete message, or nil when nothing more has arrived.
    func next() throws(BrokerError) -> Incoming? {
        while true {
            var frame = unsafe amqp_frame_t()
            var immediately = timeval(tv_sec: 0, tv_usec: 0)
            let status = unsafe amqp_simple_wait_frame_noblock(state, &frame, &immediately)
            if status == AMQP_STATUS_TIMEOUT.rawValue {
                try checkUnfinished()
                return nil
            }
            try check(status)
            if let incoming = try unsafe accept(frame) { return incoming }
        }
    }

    @unsafe private func accept(_ frame: amqp_frame_t) throws(BrokerError) -> Incoming? {
        let channel = unsafe frame.channel
        switch Int32(unsafe frame.frame_type) {
        case AMQP_FRAME_METHOD:
            if let announced = unsafe announced(by: frame.payload.method) {
                try assemblers[channel, default: newAssembler].begin(announced, at: MonotonicClock.nanoseconds())
                return nil
            }
            let method = unsafe Method(frame.payload.method)
            unsafe amqp_maybe_release_buffers_on_channel(state, channel)
            return .method(channel: channel, method)
        case AMQP_FRAME_HEADER:
            try unsafe header(frame.payload.properties.body_size, frame.payload.properties.decoded, channel)
        case AMQP_FRAME_BODY:
            let fragment = unsafe frame.payload.body_fragment
            let buffer = unsafe UnsafeRawBufferPointer(start: fragment.bytes, count: fragment.len)
            try unsafe assemblers[channel, default: newAssembler].body(buffer)
        default: return nil
        }
        guard let content = assemblers[channel]?.finished() else { return nil }
        unsafe amqp_maybe_release_buffers_on_channel(state, channel)
        return .content(channel: channel, content)
    }

    private var newAssembler: Assembler { Assembler(maxBodyBytes: settings.maxBodyBytes) }

    @unsafe private func header(
        _ size: UInt64,
        _ decoded: UnsafeMutableRawPointer?,
        _ channel: UInt16
    ) throws(BrokerError) {
        guard let decoded = unsafe decoded else { throw .connectionLost(reason: "a content header without properties") }
        let properties = unsafe FieldDecoder.properties(decoded.load(as: amqp_basic_properties_t.self))
        try assemblers[channel, default: newAssembler].header(size: size, properties)
    }

    @unsafe private func announced(by method: amqp_method_t) -> Content? {
        guard let decoded = unsafe method.decoded else { return nil }
        switch unsafe method.id {
        case AMQP_BASIC_DELIVER_METHOD: return unsafe delivery(decoded.load(as: amqp_basic_deliver_t.self))
        case AMQP_BASIC_GET_OK_METHOD: return unsafe got(decoded.load(as: amqp_basic_get_ok_t.self))
        case AMQP_BASIC_RETURN_METHOD: return unsafe returned(decoded.load(as: amqp_basic_return_t.self))
        default: return nil
        }
    }

    @unsafe private func delivery(_ method: amqp_basic_deliver_t) -> Content {
        let announcement = unsafe Content.Announcement.delivery(
            consumer: FieldDecoder.text(method.consumer_tag),
            number: method.delivery_tag,
            redelivered: method.redelivered != 0
        )
        return unsafe content(announcement, method.exchange, method.routing_key)
    }

    @unsafe private func got(_ method: amqp_basic_get_ok_t) -> Content {
        let announcement = unsafe Content.Announcement.got(
            number: method.delivery_tag,
            redelivered: method.redelivered != 0
        )
        return unsafe content(announcement, method.exchange, method.routing_key)
    }

    @unsafe private func returned(_ method: amqp_basic_return_t) -> Content {
        let announcement = unsafe Content.Announcement.returned(
            code: Int(method.reply_code),
            reason: FieldDecoder.text(method.reply_text)
        )
        return unsafe content(announcement, method.exchange, method.routing_key)
    }

    @unsafe private func content(
        _ announcement: Content.Announcement,
        _ exchange: amqp_bytes_t,
        _ routingKey: amqp_bytes_t
    ) -> Content {
        let exchange = unsafe FieldDecoder.text(exchange)
        let routingKey = unsafe FieldDecoder.text(routingKey)
        return Content(announcement: announcement, exchange: exchange, routingKey: routingKey)
    }

    /// A message that began long ago and still lacks a part means that the broker hangs.
    private func checkUnfinished() throws(BrokerError) {
        for assembler in assemblers.values {
            guard let begunAt = assembler.begunAt else { continue }
            if MonotonicClock.nanoseconds() - begunAt > settings.messageDeadline.nanoseconds {
                throw .connectionLost(reason: "half of a message arrived and then nothing within its deadline")
            }
        }
    }
}
