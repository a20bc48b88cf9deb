import Contracts
import FoundationEssentials
import Tickets

/// One object of a request whose members are taken out one by one; what is left over is unknown to the contract.
struct Fields {
    /// Path in front of the members' names, such as `sender.`.
    let path: String
    private(set) var left: [String: JSONValue]

    init(_ members: [String: JSONValue], path: String = "") {
        left = members
        self.path = path
    }

    /// The member, if it is there and not null.
    mutating func take(_ name: String) -> JSONValue? {
        let value = left.removeValue(forKey: name)
        return value == .null ? nil : value
    }
}

/// Reads members with their types and bounds and collects everything that is wrong.
struct FieldReader {
    private(set) var errors: [IntakeAnswerV1.FieldError] = []

    mutating func refuse(_ field: String, _ reason: String) {
        errors.append(IntakeAnswerV1.FieldError(field: field, reason: reason))
    }

    /// A text; `most` counts Unicode scalars.
    mutating func text(_ name: String, of fields: inout Fields, most: Int) -> String? {
        guard let text = string(name, of: &fields) else { return nil }
        guard text.utf8.count <= most || text.unicodeScalars.count <= most else {
            refuse(fields.path + name, "has at most \(most) characters")
            return nil
        }
        return text
    }

    /// A text on one line: line breaks and tabs become spaces.
    mutating func line(_ name: String, of fields: inout Fields, most: Int) -> String? {
        text(name, of: &fields, most: most).map(OneLine.text)
    }

    /// An id of somebody else's: kept to the byte, on one line, because it will stand in headers.
    mutating func identifier(_ name: String, of fields: inout Fields, mostBytes: Int) -> String? {
        guard let text = string(name, of: &fields) else { return nil }
        return identifier(text, at: fields.path + name, mostBytes: mostBytes)
    }

    mutating func identifier(_ text: String, at path: String, mostBytes: Int) -> String? {
        guard !text.isEmpty, text.utf8.count <= mostBytes else {
            refuse(path, "has 1 to \(mostBytes) bytes of UTF-8")
            return nil
        }
        guard !OneLine.hasControls(text) else {
            refuse(path, "holds line breaks or control characters; send plain text on one line")
            return nil
        }
        return text
    }

    mutating func string(_ name: String, of fields: inout Fields) -> String? {
        guard let value = fields.take(name) else { return nil }
        guard case .string(let text) = value else {
            refuse(fields.path + name, "must be a text, not \(value.kind)")
            return nil
        }
        return text
    }

    mutating func instant(_ name: String, of fields: inout Fields) -> Date? {
        guard let text = string(name, of: &fields) else { return nil }
        guard let date = RFC3339.date(text) else {
            refuse(fields.path + name, "must be an RFC 3339 date-time with zone, such as 2026-11-21T08:15:30Z")
            return nil
        }
        return date
    }

    mutating func truth(_ name: String, of fields: inout Fields) -> Bool? {
        guard let value = fields.take(name) else { return nil }
        guard case .bool(let truth) = value else {
            refuse(fields.path + name, "must be true or false, not \(value.kind)")
            return nil
        }
        return truth
    }

    mutating func list(_ name: String, of fields: inout Fields, most: Int) -> [JSONValue]? {
        guard let value = fields.take(name) else { return nil }
        guard case .array(let values) = value else {
            refuse(fields.path + name, "must be a list, not \(value.kind)")
            return nil
        }
        guard values.count <= most else {
            refuse(fields.path + name, "has at most \(most) entries")
            return nil
        }
        return values
    }

    mutating func object(_ name: String, of fields: inout Fields) -> Fields? {
        guard let value = fields.take(name) else { return nil }
        return object(value, at: fields.path + name)
    }

    mutating func object(_ value: JSONValue, at path: String) -> Fields? {
        guard case .object(let members) = value else {
            refuse(path, "must be an object, not \(value.kind)")
            return nil
        }
        return Fields(members, path: path + ".")
    }
}

/// Texts that must not break a line.
enum OneLine {
    /// Line breaks and tabs as spaces, CR LF as one.
    static func text(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    /// Whether there are control characters or line and paragraph separators.
    static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
        }
    }
}
