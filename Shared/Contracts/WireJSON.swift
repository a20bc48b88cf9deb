import FoundationEssentials

/// The one way messages become bytes: JSON, keys sorted, instants as RFC 3339 with microseconds.
public enum WireJSON {
    /// Bytes of a message; the same value always gives the same bytes.
    ///
    /// - Throws: `EncodingError` when a number is not finite; a retry does not help.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        if let value = value as? any JSONWritable {
            var json = JSONBuilder(capacity: 512)
            try value.write(to: &json)
            return json.bytes
        }
        let writer = WireWriter()
        try writer.write(value, [])
        return writer.bytes
    }

    /// The message in `bytes`; fields that the type does not know are ignored.
    ///
    /// - Throws: `DecodingError` that names the field; a retry does not help.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        if let readable = type as? any WireReadable.Type, let fields = WireFields(bytes),
            let value = readable.init(fields) as? Value
        {
            return value
        }
        guard isStrict(bytes) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no JSON in UTF-8 (RFC 8259)"))
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = RFC3339.date(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no RFC 3339 date-time")
            }
            return date
        }
        return try decoder.decode(type, from: Data(bytes))
    }

    /// Refuses what `JSONDecoder` lets pass: UTF-16 and UTF-32, which always hold a zero byte, and trailing commas.
    private static func isStrict(_ bytes: [UInt8]) -> Bool {
        var (isText, isEscaped, followsComma) = (false, false, false)
        for byte in bytes {
            if byte == 0 { return false }
            if isText {
                isText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if followsComma { return false }
            case UInt8(ascii: "\""): isText = true
            default: break
            }
            followsComma = byte == UInt8(ascii: ",")
        }
        return true
    }
}
