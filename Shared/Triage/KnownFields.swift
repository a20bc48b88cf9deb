/// Refuses fields that a type does not have, so that a typing error in a hand-written file is not silently ignored.
enum KnownFields {
    static func check<Key: CodingKey & CaseIterable>(_ decoder: any Decoder, _ known: Key.Type) throws {
        let names = known.allCases.map(\.stringValue)
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !names.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + [key],
                    debugDescription:
                        "There is no field '\(key.stringValue)' here; use one of \(names.joined(separator: ", "))."
                )
            )
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
