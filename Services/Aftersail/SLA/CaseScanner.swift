import BusinessTime
import Contracts
import FoundationEssentials

/// Reads the usual form of a case quickly: ASCII without escapes, each field of its own type.
///
/// Answers nil for everything else, be it wrong or only unusual: `CaseFields.init(_:)` reads that, and says what is wrong.
struct CaseScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var seen: Set<Field> = []

    private enum Field: Int { case id, op, calendar, start, minutes, end, pauses }

    init(_ line: ArraySlice<UInt8>) {
        bytes = line
        position = line.startIndex
    }

    mutating func fields() -> CaseFields? {
        var fields = CaseFields()
        guard take(UInt8(ascii: "{")) else { return nil }
        if take(UInt8(ascii: "}")) { return atEnd ? fields : nil }
        repeat {
            guard let name = string(), take(UInt8(ascii: ":")), member(name, of: &fields) else { return nil }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")), atEnd else { return nil }
        return fields
    }

    private var atEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.endIndex
        }
    }

    private mutating func member(_ name: ArraySlice<UInt8>, of fields: inout CaseFields) -> Bool {
        guard let field = Self.field(name) else { return skip(depth: 0) }
        guard seen.insert(field).inserted else { return false }
        switch field {
        case .id:
            skipSpace()
            let from = position
            guard skip(depth: 0) else { return false }
            fields.id = Array(bytes[from..<position])
        case .op: fields.op = string().map { String(decoding: $0, as: UTF8.self) }
        case .calendar: fields.calendar = string().map { String(decoding: $0, as: UTF8.self) }
        case .start: fields.start = instant()
        case .end: fields.end = instant()
        case .minutes: fields.minutes = whole()
        case .pauses: return pauses(&fields.pauses)
        }
        return Self.isRead(field, fields)
    }

    private static func isRead(_ field: Field, _ fields: CaseFields) -> Bool {
        switch field {
        case .id, .pauses: true
        case .op: fields.op != nil
        case .calendar: fields.calendar != nil
        case .start: fields.start != nil
        case .end: fields.end != nil
        case .minutes: fields.minutes != nil
        }
    }

    private static func field(_ name: ArraySlice<UInt8>) -> Field? {
        switch (name.count, name.first) {
        case (2, UInt8(ascii: "i")) where name.elementsEqual("id".utf8): .id
        case (2, UInt8(ascii: "o")) where name.elementsEqual("op".utf8): .op
        case (8, UInt8(ascii: "c")) where name.elementsEqual("calendar".utf8): .calendar
        case (5, UInt8(ascii: "s")) where name.elementsEqual("start".utf8): .start
        case (3, UInt8(ascii: "e")) where name.elementsEqual("end".utf8): .end
        case (7, UInt8(ascii: "m")) where name.elementsEqual("minutes".utf8): .minutes
        case (6, UInt8(ascii: "p")) where name.elementsEqual("pauses".utf8): .pauses
        default: nil
        }
    }

    private mutating func pauses(_ pauses: inout [Pause]) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard take(UInt8(ascii: "[")), let from = instant(), take(UInt8(ascii: ",")) else { return false }
            skipSpace()
            let isOpen = word("null")
            let to = isOpen ? nil : instant()
            guard isOpen || to != nil, take(UInt8(ascii: "]")) else { return false }
            pauses.append(Pause(from: from, to: to))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    private mutating func instant() -> Date? { string().flatMap { RFC3339.date($0) } }

    private mutating func whole() -> Int? {
        skipSpace()
        var value = 0
        let from = position
        while let byte = current, (0x30...0x39).contains(byte), position - from < 9 {
            value = value * 10 + Int(byte - 0x30)
            position += 1
        }
        let length = position - from
        guard length > 0, length == 1 || bytes[from] != 0x30 else { return nil }
        // Decimals, exponents and longer numbers are for the slow reader.
        return current == UInt8(ascii: ",") || current == UInt8(ascii: "}") || current == 0x20 ? value : nil
    }

    /// The inside of a text.
    private mutating func string() -> ArraySlice<UInt8>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let from = position
        while let byte = current {
            if byte == UInt8(ascii: "\"") {
                position += 1
                return bytes[from..<(position - 1)]
            }
            guard (0x20..<0x80).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        return nil
    }

    /// Passes over a value that nobody asks for.
    private mutating func skip(depth: Int) -> Bool {
        skipSpace()
        switch current {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        case UInt8(ascii: "["):
            guard depth < 4, take(UInt8(ascii: "[")) else { return false }
            if take(UInt8(ascii: "]")) { return true }
            repeat { guard skip(depth: depth + 1) else { return false } } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "]"))
        default: return whole() != nil
        }
    }

    private mutating func word(_ text: StaticString) -> Bool {
        guard bytes[position...].starts(with: text.description.utf8) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0D { position += 1 }
    }

    private var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }
}
