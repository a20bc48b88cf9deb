import CRabbitMQ

/// What the broker said, without the content-bearing methods.
enum Method: Sendable, Equatable {
    case channelOpenOK
    case channelClose(code: Int, reason: String)
    case channelCloseOK
    case channelFlow(active: Bool)
    case confirmSelectOK
    case qosOK
    case consumeOK(consumer: String)
    case cancel(consumer: String)
    case cancelOK(consumer: String)
    case ack(number: UInt64, multiple: Bool)
    case nack(number: UInt64, multiple: Bool)
    case queueDeclareOK(queue: String, ready: Int, consumers: Int)
    case purgeOK(count: Int)
    case deleteOK(count: Int)
    case getEmpty
    case blocked(reason: String)
    case unblocked
    case connectionClose(code: Int, reason: String)
    case connectionCloseOK
    /// Any other answer: bind-ok, unbind-ok, exchange.declare-ok, exchange.delete-ok …
    case other(id: UInt32)
}

extension Method {
    @unsafe init(_ method: amqp_method_t) {
        let decoded = unsafe Decoded(pointer: method.decoded)
        self =
            switch unsafe method.id {
            case AMQP_BASIC_ACK_METHOD: unsafe Self.ack(decoded.as())
            case AMQP_BASIC_NACK_METHOD: unsafe Self.nack(decoded.as())
            case AMQP_CHANNEL_OPEN_OK_METHOD: .channelOpenOK
            case AMQP_CHANNEL_CLOSE_METHOD: unsafe Self.channelClose(decoded.as())
            case AMQP_CHANNEL_CLOSE_OK_METHOD: .channelCloseOK
            case AMQP_CHANNEL_FLOW_METHOD:
                unsafe .channelFlow(active: (decoded.as() as amqp_channel_flow_t).active != 0)
            case AMQP_CONFIRM_SELECT_OK_METHOD: .confirmSelectOK
            case AMQP_BASIC_QOS_OK_METHOD: .qosOK
            case AMQP_BASIC_GET_EMPTY_METHOD: .getEmpty
            case AMQP_CONNECTION_UNBLOCKED_METHOD: .unblocked
            case AMQP_CONNECTION_CLOSE_OK_METHOD: .connectionCloseOK
            default: unsafe Self.named(method.id, decoded)
            }
    }

    /// The pointer of a decoded method; the library promises its type by the method's number.
    @unsafe private struct Decoded {
        let pointer: UnsafeMutableRawPointer?
        func `as`<Struct>() -> Struct {
            guard let pointer = unsafe pointer else { preconditionFailure("librabbitmq decoded a method to nothing") }
            return unsafe pointer.load(as: Struct.self)
        }
    }

    private static func ack(_ method: amqp_basic_ack_t) -> Method {
        .ack(number: method.delivery_tag, multiple: method.multiple != 0)
    }

    private static func nack(_ method: amqp_basic_nack_t) -> Method {
        .nack(number: method.delivery_tag, multiple: method.multiple != 0)
    }

    @unsafe private static func channelClose(_ method: amqp_channel_close_t) -> Method {
        unsafe .channelClose(code: Int(method.reply_code), reason: FieldDecoder.text(method.reply_text))
    }

    @unsafe private static func named(_ id: UInt32, _ decoded: Decoded) -> Method {
        switch id {
        case AMQP_BASIC_CONSUME_OK_METHOD:
            unsafe .consumeOK(consumer: FieldDecoder.text((decoded.as() as amqp_basic_consume_ok_t).consumer_tag))
        case AMQP_BASIC_CANCEL_METHOD:
            unsafe .cancel(consumer: FieldDecoder.text((decoded.as() as amqp_basic_cancel_t).consumer_tag))
        case AMQP_BASIC_CANCEL_OK_METHOD:
            unsafe .cancelOK(consumer: FieldDecoder.text((decoded.as() as amqp_basic_cancel_ok_t).consumer_tag))
        case AMQP_QUEUE_DECLARE_OK_METHOD: unsafe queueDeclareOK(decoded.as())
        case AMQP_QUEUE_PURGE_OK_METHOD:
            unsafe .purgeOK(count: Int((decoded.as() as amqp_queue_purge_ok_t).message_count))
        case AMQP_QUEUE_DELETE_OK_METHOD:
            unsafe .deleteOK(count: Int((decoded.as() as amqp_queue_delete_ok_t).message_count))
        case AMQP_CONNECTION_BLOCKED_METHOD:
            unsafe .blocked(reason: FieldDecoder.text((decoded.as() as amqp_connection_blocked_t).reason))
        case AMQP_CONNECTION_CLOSE_METHOD: unsafe connectionClose(decoded.as())
        default: .other(id: id)
        }
    }

    @unsafe private static func queueDeclareOK(_ method: amqp_queue_declare_ok_t) -> Method {
        let ready = unsafe Int(method.message_count)
        let consumers = unsafe Int(method.consumer_count)
        return unsafe .queueDeclareOK(queue: FieldDecoder.text(method.queue), ready: ready, consumers: consumers)
    }

    @unsafe private static func connectionClose(_ method: amqp_connection_close_t) -> Method {
        unsafe .connectionClose(code: Int(method.reply_code), reason: FieldDecoder.text(method.reply_text))
    }
}
