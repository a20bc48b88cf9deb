import CRabbitMQ
import FoundationEssentials

/// Swift values in the library's structures; the memory lives until `recycle()`.
@safe final class FieldEncoder {
    private let pool: UnsafeMutablePointer<amqp_pool_t>

    init() {
        unsafe pool = UnsafeMutablePointer<amqp_pool_t>.allocate(capacity: 1)
        unsafe init_amqp_pool(pool, 16_384)
    }

    deinit {
        unsafe empty_amqp_pool(pool)
        unsafe pool.deallocate()
    }

    /// Invalidates everything made so far.
    func recycle() {
        unsafe recycle_amqp_pool(pool)
    }

    @unsafe func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { unsafe copy(UnsafeRawBufferPointer($0)) }
    }

    @unsafe private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let first = source.baseAddress, unsafe !source.isEmpty,
            let memory = unsafe amqp_pool_alloc(pool, source.count)
        else { return unsafe amqp_empty_bytes }
        unsafe memory.copyMemory(from: first, byteCount: source.count)
        return unsafe amqp_bytes_t(len: source.count, bytes: memory)
    }

    @unsafe func table(_ fields: [String: HeaderValue]) -> amqp_table_t {
        guard !fields.isEmpty,
            let entries: UnsafeMutablePointer<amqp_table_entry_t> = unsafe allocate(fields.count)
        else { return unsafe amqp_empty_table }
        // Sorted, so that equal messages are equal on the wire.
        for (index, (key, value)) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
            unsafe entries[index] = unsafe amqp_table_entry_t(key: bytes(key), value: self.value(value))
        }
        return unsafe amqp_table_t(num_entries: Int32(fields.count), entries: entries)
    }

    @unsafe private func allocate<Element>(_ count: Int) -> UnsafeMutablePointer<Element>? {
        unsafe amqp_pool_alloc(pool, count * MemoryLayout<Element>.stride)?
            .bindMemory(to: Element.self, capacity: count)
    }

    @unsafe private func value(_ value: HeaderValue) -> amqp_field_value_t {
        var field = unsafe amqp_field_value_t()
        unsafe field.kind = kind(of: value)
        switch value {
        case .string(let text): unsafe field.value.bytes = bytes(text)
        case .bytes(let bytes): unsafe field.value.bytes = bytes.withUnsafeBytes { unsafe copy($0) }
        case .int(let number): unsafe field.value.i64 = number
        case .bool(let flag): unsafe field.value.boolean = flag ? 1 : 0
        case .double(let number): unsafe field.value.f64 = number
        case .timestamp(let date): unsafe field.value.u64 = Self.seconds(date)
        case .table(let fields): unsafe field.value.table = table(fields)
        case .array(let values): unsafe field.value.array = array(values)
        case .null: break
        }
        return unsafe field
    }

    private func kind(of value: HeaderValue) -> UInt8 {
        let kind =
            switch value {
            case .string: AMQP_FIELD_KIND_UTF8
            case .bytes: AMQP_FIELD_KIND_BYTES
            case .int: AMQP_FIELD_KIND_I64
            case .bool: AMQP_FIELD_KIND_BOOLEAN
            case .double: AMQP_FIELD_KIND_F64
            case .timestamp: AMQP_FIELD_KIND_TIMESTAMP
            case .table: AMQP_FIELD_KIND_TABLE
            case .array: AMQP_FIELD_KIND_ARRAY
            case .null: AMQP_FIELD_KIND_VOID
            }
        return UInt8(truncatingIfNeeded: kind.rawValue)
    }

    @unsafe private func array(_ values: [HeaderValue]) -> amqp_array_t {
        guard !values.isEmpty, let entries: UnsafeMutablePointer<amqp_field_value_t> = unsafe allocate(values.count)
        else { return unsafe amqp_empty_array }
        for (index, value) in values.enumerated() { unsafe entries[index] = self.value(value) }
        return unsafe amqp_array_t(num_entries: Int32(values.count), entries: entries)
    }

    static func seconds(_ date: Date) -> UInt64 {
        UInt64(max(0, min(date.timeIntervalSince1970, 9e15)))
    }
}
