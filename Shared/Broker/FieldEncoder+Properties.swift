import CRabbitMQ

extension FieldEncoder {
    @unsafe func properties(_ source: Properties) -> amqp_basic_properties_t {
        var target = unsafe amqp_basic_properties_t()
        var flags = UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
        unsafe target.delivery_mode = source.persistent ? 2 : 1
        unsafe put(source.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG, &target.content_type, &flags)
        unsafe put(source.contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG, &target.content_encoding, &flags)
        unsafe put(source.correlationID, AMQP_BASIC_CORRELATION_ID_FLAG, &target.correlation_id, &flags)
        unsafe put(source.replyTo, AMQP_BASIC_REPLY_TO_FLAG, &target.reply_to, &flags)
        unsafe put(source.expiration, AMQP_BASIC_EXPIRATION_FLAG, &target.expiration, &flags)
        unsafe put(source.messageID, AMQP_BASIC_MESSAGE_ID_FLAG, &target.message_id, &flags)
        unsafe put(source.type, AMQP_BASIC_TYPE_FLAG, &target.type, &flags)
        unsafe put(source.userID, AMQP_BASIC_USER_ID_FLAG, &target.user_id, &flags)
        unsafe put(source.appID, AMQP_BASIC_APP_ID_FLAG, &target.app_id, &flags)
        if let priority = source.priority {
            unsafe target.priority = priority
            flags |= UInt32(AMQP_BASIC_PRIORITY_FLAG)
        }
        if let timestamp = source.timestamp {
            unsafe target.timestamp = Self.seconds(timestamp)
            flags |= UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
        }
        if !source.headers.isEmpty {
            unsafe target.headers = table(source.headers)
            flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
        }
        unsafe target._flags = flags
        return unsafe target
    }

    @unsafe private func put(_ text: String?, _ flag: Int32, _ field: inout amqp_bytes_t, _ flags: inout UInt32) {
        guard let text else { return }
        unsafe field = bytes(text)
        flags |= UInt32(flag)
    }
}
