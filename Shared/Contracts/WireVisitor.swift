/// Stands for one value while it encodes itself into a ``WireWriter``.
struct WireVisitor: Encoder {
    let writer: WireWriter
    /// Always that of the whole value: nobody of ours asks for it, and an array for each object costs more than a member.
    let codingPath: [any CodingKey]
    /// Depth of the stack below the value: what it opens first lies there.
    let base: Int
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(WireObject<Key>(writer: writer, place: opened(isObject: true), codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        WireArray(writer: writer, place: opened(isObject: false), codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        WireSingle(writer: writer, codingPath: codingPath)
    }

    /// A class and its base may both ask for the container of their one object.
    private func opened(isObject: Bool) -> Int {
        writer.depth > base ? base : writer.open(isObject: isObject)
    }
}

/// A value that is no object or array of its own.
private struct WireSingle: SingleValueEncodingContainer {
    let writer: WireWriter
    let codingPath: [any CodingKey]

    mutating func encodeNil() { writer.write(literal: "null") }
    mutating func encode(_ value: Bool) { writer.write(literal: value ? "true" : "false") }
    mutating func encode(_ value: String) { writer.write(value) }
    mutating func encode(_ value: Double) throws { try writer.write(number: value) }
    mutating func encode(_ value: Float) throws { try writer.write(number: value) }
    mutating func encode(_ value: Int) { writer.write(integer: value) }
    mutating func encode(_ value: Int8) { writer.write(integer: value) }
    mutating func encode(_ value: Int16) { writer.write(integer: value) }
    mutating func encode(_ value: Int32) { writer.write(integer: value) }
    mutating func encode(_ value: Int64) { writer.write(integer: value) }
    mutating func encode(_ value: UInt) { writer.write(integer: value) }
    mutating func encode(_ value: UInt8) { writer.write(integer: value) }
    mutating func encode(_ value: UInt16) { writer.write(integer: value) }
    mutating func encode(_ value: UInt32) { writer.write(integer: value) }
    mutating func encode(_ value: UInt64) { writer.write(integer: value) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try writer.write(value, codingPath) }
}

/// An object under construction.
private struct WireObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: WireWriter
    let place: Int
    let codingPath: [any CodingKey]

    private func name(_ key: Key) { writer.key(key.stringValue, at: place) }

    mutating func encodeNil(forKey key: Key) {
        name(key)
        writer.write(literal: "null")
    }

    mutating func encode(_ value: Bool, forKey key: Key) {
        name(key)
        writer.write(literal: value ? "true" : "false")
    }

    mutating func encode(_ value: String, forKey key: Key) {
        name(key)
        writer.write(value)
    }

    mutating func encode(_ value: Int, forKey key: Key) {
        name(key)
        writer.write(integer: value)
    }

    mutating func encode(_ value: Double, forKey key: Key) throws {
        name(key)
        try writer.write(number: value)
    }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        name(key)
        try writer.write(value, codingPath)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        name(key)
        let nested = writer.open(isObject: true)
        return KeyedEncodingContainer(WireObject<NestedKey>(writer: writer, place: nested, codingPath: codingPath))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        name(key)
        return WireArray(writer: writer, place: writer.open(isObject: false), codingPath: codingPath)
    }

    mutating func superEncoder() -> any Encoder {
        writer.key("super", at: place)
        return WireVisitor(writer: writer, codingPath: codingPath, base: writer.depth)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder {
        name(key)
        return WireVisitor(writer: writer, codingPath: codingPath, base: writer.depth)
    }
}

/// An array under construction.
private struct WireArray: UnkeyedEncodingContainer {
    let writer: WireWriter
    let place: Int
    let codingPath: [any CodingKey]
    var count: Int { writer.count(at: place) }

    mutating func encodeNil() {
        writer.element(at: place)
        writer.write(literal: "null")
    }

    mutating func encode(_ value: String) {
        writer.element(at: place)
        writer.write(value)
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        writer.element(at: place)
        try writer.write(value, codingPath)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        writer.element(at: place)
        let nested = writer.open(isObject: true)
        return KeyedEncodingContainer(WireObject<NestedKey>(writer: writer, place: nested, codingPath: codingPath))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.element(at: place)
        return WireArray(writer: writer, place: writer.open(isObject: false), codingPath: codingPath)
    }

    mutating func superEncoder() -> any Encoder {
        writer.element(at: place)
        return WireVisitor(writer: writer, codingPath: codingPath, base: writer.depth)
    }
}
