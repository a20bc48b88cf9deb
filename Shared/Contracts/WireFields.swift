import FoundationEssentials

/// The fields of a message as ``WireJSON`` writes it: one object of plain texts, numbers and words, in ASCII, without space.
///
/// Whatever else is valid JSON is left to the library, which also words what is wrong. Most messages are of this kind, and
/// the library takes eight microseconds for one.
struct WireFields {
    private enum Kind {
        case text, number, word
    }

    private struct Field {
        let key: Range<Int>
        let value: Range<Int>
        let kind: Kind
    }

    private let bytes: [UInt8]
    private var fields: [Field] = []

    /// Refuses what is not of this form, a field that stands twice included.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        fields.reserveCapacity(10)
        var place = 1
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "{"), bytes[bytes.count - 1] == UInt8(ascii: "}") else {
            return nil
        }
        while true {
            guard let key = text(at: place), byte(at: key.upperBound + 1) == UInt8(ascii: ":"),
                !fields.contains(where: { bytes[$0.key] == bytes[key] }),
                let (value, kind) = value(at: key.upperBound + 2)
            else { return nil }
            fields.append(Field(key: key, value: value, kind: kind))
            place = kind == .text ? value.upperBound + 1 : value.upperBound
            if place == bytes.count - 1 { return }
            guard byte(at: place) == UInt8(ascii: ",") else { return nil }
            place += 1
        }
    }

    /// A text; `nil` when it is missing or something else.
    func text(_ key: StaticString) -> String? {
        guard let field = field(key), field.kind == .text else { return nil }
        return String(decoding: bytes[field.value], as: UTF8.self)
    }

    /// An id; `nil` when it is missing or something else.
    func id(_ key: StaticString) -> UUID? { text(key).flatMap { UUID(text: $0) } }

    /// An instant; `nil` when it is missing or something else.
    func date(_ key: StaticString) -> Date? {
        guard let field = field(key), field.kind == .text else { return nil }
        return RFC3339.date(bytes[field.value])
    }

    /// A whole number; `nil` when it is missing or something else.
    func integer(_ key: StaticString) -> Int? {
        guard let field = field(key), field.kind == .number else { return nil }
        return Int(String(decoding: bytes[field.value], as: UTF8.self))
    }

    /// A number; `nil` when it is missing or something else.
    func number(_ key: StaticString) -> Double? {
        guard let field = field(key), field.kind == .number else { return nil }
        return Double(String(decoding: bytes[field.value], as: UTF8.self))
    }

    /// A truth value; `nil` when it is missing or something else.
    func flag(_ key: StaticString) -> Bool? {
        guard let field = field(key), field.kind == .word else { return nil }
        switch bytes[field.value.lowerBound] {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }

    /// Whether there is no value.
    func lacks(_ key: StaticString) -> Bool {
        guard let field = field(key) else { return true }
        return field.kind == .word && bytes[field.value.lowerBound] == UInt8(ascii: "n")
    }

    private func field(_ key: StaticString) -> Field? {
        fields.first { field in
            field.key.count == key.utf8CodeUnitCount && bytes[field.key].elementsEqual(key.description.utf8)
        }
    }

    private func byte(at place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

    /// The inside of a text without escapes that begins here with its quotation mark.
    private func text(at place: Int) -> Range<Int>? {
        guard byte(at: place) == UInt8(ascii: "\"") else { return nil }
        var end = place + 1
        while let byte = byte(at: end), byte != UInt8(ascii: "\"") {
            guard (0x20..<0x80).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        return byte(at: end) == nil ? nil : place + 1..<end
    }

    private func value(at place: Int) -> (Range<Int>, Kind)? {
        switch byte(at: place) {
        case UInt8(ascii: "\""): text(at: place).map { ($0, .text) }
        case UInt8(ascii: "t"): word("true", at: place)
        case UInt8(ascii: "f"): word("false", at: place)
        case UInt8(ascii: "n"): word("null", at: place)
        default: number(at: place).map { ($0, .number) }
        }
    }

    private func word(_ word: StaticString, at place: Int) -> (Range<Int>, Kind)? {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[place..<end].elementsEqual(word.description.utf8) else { return nil }
        return (place..<end, .word)
    }

    /// Digits, perhaps behind a sign, perhaps with decimals.
    private func number(at place: Int) -> Range<Int>? {
        let first = byte(at: place) == UInt8(ascii: "-") ? place + 1 : place
        let whole = digits(at: first)
        guard !whole.isEmpty, whole.count == 1 || bytes[first] != UInt8(ascii: "0") else { return nil }
        guard byte(at: whole.upperBound) == UInt8(ascii: ".") else { return place..<whole.upperBound }
        let decimals = digits(at: whole.upperBound + 1)
        return decimals.isEmpty ? nil : place..<decimals.upperBound
    }

    private func digits(at place: Int) -> Range<Int> {
        var end = place
        while let byte = byte(at: end), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { end += 1 }
        return place..<end
    }
}

/// A message that can be read from its fields without the library.
protocol WireReadable {
    /// `nil` when a field is missing or of another kind than we write.
    init?(_ fields: WireFields)
}
