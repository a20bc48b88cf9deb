import Contracts

extension JSONValue {
    /// A member by name, of a nested object behind a dot; null when there is none.
    subscript(_ path: String) -> JSONValue {
        path.split(separator: ".").reduce(self) { value, name in
            guard case .object(let members) = value else { return .null }
            return members[String(name)] ?? .null
        }
    }

    /// Text, if it is one.
    var string: String? { if case .string(let text) = self { text } else { nil } }

    /// Whole number, if it is one.
    var whole: Int? { if case .number(let spelling) = self { Int(spelling) } else { nil } }

    /// Truth, if it is one.
    var truth: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// Values of a list; empty for everything else.
    var list: [JSONValue] { if case .array(let values) = self { values } else { [] } }

    /// Members of an object; empty for everything else.
    var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }

    /// One cell: no line breaks, no control characters, instants to the second.
    var shown: String {
        switch self {
        case .null: "-"
        case .bool(let value): value ? "yes" : "no"
        case .number(let spelling): spelling
        case .string(let text): Instant.shown(text) ?? text.printable(keepingLines: false)
        case .array(let values): values.isEmpty ? "-" : values.map(\.shown).joined(separator: ", ")
        case .object(let members):
            members.isEmpty
                ? "-" : members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shown)" }.joined(separator: ", ")
        }
    }

    /// JSON over several lines, members sorted.
    func indented(_ depth: Int = 0) -> String {
        let inner = String(repeating: "  ", count: depth + 1)
        let outer = String(repeating: "  ", count: depth)
        switch self {
        case .array(let values) where !values.isEmpty:
            return "[\n" + values.map { inner + $0.indented(depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.sorted { $0.key < $1.key }.map { name, value in
                "\(inner)\(JSONValue.string(name).text): \(value.indented(depth + 1))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default:
            return text
        }
    }

    /// A count.
    static func count(_ number: Int) -> JSONValue { .number(String(number)) }
}

extension String {
    /// The text without what could steer a terminal.
    func printable(keepingLines: Bool) -> String {
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\n" && keepingLines {
                out.append(scalar)
            } else if scalar.properties.isWhitespace {
                out.append(" ")
            } else if scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value) {
                out.append("\u{FFFD}")
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }
}
