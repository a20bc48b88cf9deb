import Contracts

/// Instants as the database writes them in JSON (`2026-11-22T08:15:30.5+00:00`), always UTC.
enum Instant {
    /// With `Z` for a program; nil when the text is no instant.
    static func forPrograms(_ text: String) -> String? {
        guard isInstant(text) else { return nil }
        return text.dropLast(6) + "Z"
    }

    /// To the second for a person; nil when the text is no instant.
    static func shown(_ text: String) -> String? {
        guard text.hasSuffix("Z"), isInstant(text.dropLast() + "+00:00") else { return nil }
        let seconds = text.prefix(19)
        return seconds.prefix(10) + " " + seconds.suffix(8) + "Z"
    }

    private static func isInstant(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard (25...32).contains(bytes.count), text.hasSuffix("+00:00"), bytes[10] == UInt8(ascii: "T") else {
            return false
        }
        let shape = Array("dddd-dd-ddTdd:dd:dd".utf8)
        return zip(bytes, shape).allSatisfy { byte, form in
            form == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == form
        }
    }
}

extension JSONValue {
    /// The value with its instants in the form for programs.
    var withInstants: JSONValue {
        switch self {
        case .string(let text): .string(Instant.forPrograms(text) ?? text)
        case .array(let values): .array(values.map(\.withInstants))
        case .object(let members): .object(members.mapValues(\.withInstants))
        default: self
        }
    }
}
