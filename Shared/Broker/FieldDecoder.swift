import CRabbitMQ
import FoundationEssentials

/// The library's structures as Swift values; everything is copied.
enum FieldDecoder {
    @unsafe static func text(_ bytes: amqp_bytes_t) -> String {
        guard let memory = unsafe bytes.bytes else { return "" }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: memory, count: bytes.len), as: UTF8.self)
    }

    @unsafe static func bytes(_ bytes: amqp_bytes_t) -> [UInt8] {
        guard let memory = unsafe bytes.bytes else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: memory, count: bytes.len))
    }

    @unsafe static func table(_ table: amqp_table_t) -> [String: HeaderValue] {
        var fields: [String: HeaderValue] = [:]
        for index in 0..<Int(unsafe table.num_entries) {
            let entry = unsafe table.entries[index]
            unsafe fields[text(entry.key)] = value(entry.value)
        }
        return fields
    }

    @unsafe static func value(_ field: amqp_field_value_t) -> HeaderValue {
        switch unsafe field.kind {
        case UInt8(ascii: "S"): unsafe .string(text(field.value.bytes))
        case UInt8(ascii: "x"): unsafe .bytes(bytes(field.value.bytes))
        case UInt8(ascii: "t"): unsafe .bool(field.value.boolean != 0)
        case UInt8(ascii: "d"): unsafe .double(field.value.f64)
        case UInt8(ascii: "f"): unsafe .double(Double(field.value.f32))
        case UInt8(ascii: "T"): unsafe .timestamp(Date(timeIntervalSince1970: Double(field.value.u64)))
        case UInt8(ascii: "F"): unsafe .table(table(field.value.table))
        case UInt8(ascii: "A"): unsafe .array(array(field.value.array))
        case UInt8(ascii: "D"): unsafe .double(decimal(field.value.decimal))
        default: unsafe integer(field).map { .int($0) } ?? .null
        }
    }

    @unsafe private static func integer(_ field: amqp_field_value_t) -> Int64? {
        switch unsafe field.kind {
        case UInt8(ascii: "l"): unsafe field.value.i64
        case UInt8(ascii: "I"): unsafe Int64(field.value.i32)
        case UInt8(ascii: "s"): unsafe Int64(field.value.i16)
        case UInt8(ascii: "b"): unsafe Int64(field.value.i8)
        case UInt8(ascii: "L"): unsafe Int64(clamping: field.value.u64)
        case UInt8(ascii: "i"): unsafe Int64(field.value.u32)
        case UInt8(ascii: "u"): unsafe Int64(field.value.u16)
        case UInt8(ascii: "B"): unsafe Int64(field.value.u8)
        default: nil
        }
    }

    @unsafe private static func decimal(_ decimal: amqp_decimal_t) -> Double {
        var value = Double(decimal.value)
        for _ in 0..<decimal.decimals { value /= 10 }
        return value
    }

    @unsafe private static func array(_ array: amqp_array_t) -> [HeaderValue] {
        (0..<Int(unsafe array.num_entries)).map { unsafe value(array.entries[$0]) }
    }

    @unsafe static func properties(_ source: amqp_basic_properties_t) -> Properties {
        let flags = unsafe source._flags
        func has(_ flag: Int32) -> Bool { flags & UInt32(flag) != 0 }
        var target = Properties(persistent: unsafe has(AMQP_BASIC_DELIVERY_MODE_FLAG) && source.delivery_mode == 2)
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) { target.contentType = unsafe text(source.content_type) }
        if has(AMQP_BASIC_CONTENT_ENCODING_FLAG) { target.contentEncoding = unsafe text(source.content_encoding) }
        if has(AMQP_BASIC_HEADERS_FLAG) { target.headers = unsafe table(source.headers) }
        if has(AMQP_BASIC_PRIORITY_FLAG) { target.priority = unsafe source.priority }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) { target.correlationID = unsafe text(source.correlation_id) }
        if has(AMQP_BASIC_REPLY_TO_FLAG) { target.replyTo = unsafe text(source.reply_to) }
        if has(AMQP_BASIC_EXPIRATION_FLAG) { target.expiration = unsafe text(source.expiration) }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { target.messageID = unsafe text(source.message_id) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) {
            target.timestamp = unsafe Date(timeIntervalSince1970: Double(source.timestamp))
        }
        if has(AMQP_BASIC_TYPE_FLAG) { target.type = unsafe text(source.type) }
        if has(AMQP_BASIC_USER_ID_FLAG) { target.userID = unsafe text(source.user_id) }
        if has(AMQP_BASIC_APP_ID_FLAG) { target.appID = unsafe text(source.app_id) }
        return target
    }
}
