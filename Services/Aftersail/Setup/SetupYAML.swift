import Contracts
import Setup
import Yams

/// YAML to JSON and back.
///
/// Unquoted scalars follow YAML 1.2's core schema, so that `no` is a language and `09:00` a time, not a truth and a number.
enum SetupYAML {
    static func value(of text: String) throws -> JSONValue {
        do {
            guard let node = try Yams.compose(yaml: text) else { throw SetupProblem("", "the file is empty") }
            return try value(of: node, at: "")
        } catch let error as YamlError {
            throw SetupProblem("", "no YAML: \(error)")
        }
    }

    static func text(of value: JSONValue) throws -> String {
        try Yams.serialize(node: node(of: value), width: 120, allowUnicode: true)
    }

    private static func value(of node: Node, at path: String) throws -> JSONValue {
        switch node {
        case .scalar(let scalar):
            return scalar.style == .plain || scalar.style == .any ? plain(scalar.string) : .string(scalar.string)
        case .sequence(let sequence):
            return .array(try sequence.enumerated().map { try value(of: $0.element, at: "\(path)[\($0.offset)]") })
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, content) in mapping {
                guard let name = key.scalar?.string else { throw SetupProblem(path, "names should be plain texts") }
                let place = path.isEmpty ? name : "\(path).\(name)"
                guard members.updateValue(try value(of: content, at: place), forKey: name) == nil else {
                    throw SetupProblem(place, "this name is there twice; keep one")
                }
            }
            return .object(members)
        case .alias:
            throw SetupProblem(path, "aliases are not supported; write the value out")
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, (0x30...0x39).contains(first) || first == UInt8(ascii: "-") else {
            return .string(text)
        }
        if let whole = Int(text) { return .number(String(whole)) }
        let isDecimal = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || [0x2d, 0x2e, 0x65, 0x45, 0x2b].contains($0)
        }
        if isDecimal, let number = Double(text), number.isFinite { return .number("\(number)") }
        return .string(text)
    }

    private static func node(of value: JSONValue) -> Node {
        switch value {
        case .null: Node("null")
        case .bool(let truth): Node(truth ? "true" : "false")
        case .number(let spelling): Node(spelling)
        case .string(let text): Node(text, Tag(.str), text.contains("\n") ? .literal : .doubleQuoted)
        case .array(let values): Node(values.map(node(of:)))
        case .object(let members):
            Node(members.sorted { $0.key < $1.key }.map { (Node($0.key, Tag(.str), .any), node(of: $0.value)) })
        }
    }
}
