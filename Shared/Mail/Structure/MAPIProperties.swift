/// Properties of a message or file within TNEF.
struct MAPIProperties {
    let id: Int
    let type: Int
    let data: ArraySlice<UInt8>

    /// The value as text; nil where it is none.
    func text(_ page: String) -> String? {
        switch type {
        case 0x1E: Charset.decode(data.prefix { $0 != 0 }, label: page).text
        case 0x1F:
            String(Charset.decode(data, label: "UTF-16LE").text.prefix { $0 != "\0" })
        default: nil
        }
    }

    /// Visits the properties until one cannot be read.
    static func each(_ bytes: ArraySlice<UInt8>, _ visit: (MAPIProperties) -> Void) {
        var reader = ByteReader(bytes)
        guard let count = reader.number(4) else { return }
        for _ in 0..<min(count, 10_000) {
            guard let type = reader.number(2), let id = reader.number(2) else { return }
            if id >= 0x8000, !skipName(&reader) { return }
            let isMany = type & 0x1000 != 0
            guard let values = isMany || isVariable(type) ? reader.number(4) : 1 else { return }
            for index in 0..<min(values, 10_000) {
                guard let data = value(type & 0xFFF, &reader) else { return }
                if index == 0 { visit(MAPIProperties(id: id, type: type & 0xFFF, data: data)) }
            }
        }
    }

    private static func isVariable(_ type: Int) -> Bool { [0x1E, 0x1F, 0x0D, 0x102].contains(type & 0xFFF) }

    private static func value(_ type: Int, _ reader: inout ByteReader) -> ArraySlice<UInt8>? {
        switch type {
        case 0x02, 0x0B, 0x03, 0x04, 0x0A, 0x01: return reader.bytes(4)
        case 0x05, 0x06, 0x07, 0x14, 0x40: return reader.bytes(8)
        case 0x48: return reader.bytes(16)
        case 0x1E, 0x1F, 0x0D, 0x102:
            guard let length = reader.number(4), let data = reader.bytes(length) else { return nil }
            _ = reader.bytes((4 - length % 4) % 4)
            // An object begins with the id of its interface.
            return type == 0x0D ? data.dropFirst(16) : data
        default: return nil
        }
    }

    private static func skipName(_ reader: inout ByteReader) -> Bool {
        guard reader.bytes(16) != nil, let kind = reader.number(4), let number = reader.number(4) else { return false }
        return kind == 0 || reader.bytes((number + 3) / 4 * 4) != nil
    }
}
