import Contracts
import Setup

/// What loading a file does.
struct SetupChange: Sendable {
    enum State: String, Sendable {
        case new, changed, unchanged
    }

    let kind: SetupKind
    let state: State
    /// Version in force afterwards.
    let version: Int
    /// One line a difference, at most 20.
    let details: [String]

    var value: JSONValue {
        .object([
            "kind": .string(kind.rawValue), "state": .string(state.rawValue), "version": .count(version),
            "details": .array(details.map { .string($0) }),
        ])
    }

    /// Paths at which two documents differ; entries of lists with an `id`, `name` or `key` are told by it.
    static func differences(_ old: JSONValue, _ new: JSONValue, at path: String = "") -> [String] {
        switch (named(old), named(new)) {
        case (.object(let before), .object(let after)):
            return Set(before.keys).union(after.keys).sorted().flatMap { name -> [String] in
                let place = path.isEmpty ? name : "\(path).\(name)"
                guard let then = before[name] else { return ["+ \(place)"] }
                guard let now = after[name] else { return ["- \(place)"] }
                return differences(then, now, at: place)
            }
        case (let before, let after):
            return before == after ? [] : ["~ \(path)"]
        }
    }

    /// A list whose entries have names, as an object by those names.
    private static func named(_ value: JSONValue) -> JSONValue {
        guard case .array(let entries) = value, !entries.isEmpty else { return value }
        let names = entries.map { entry in
            entry["id"].string ?? entry["name"].string ?? entry["key"].string.map { "\($0)/\(entry["language"].shown)" }
        }
        guard names.allSatisfy({ $0 != nil }), Set(names).count == names.count else { return value }
        return .object(Dictionary(zip(names.map { $0 ?? "" }, entries)) { first, _ in first })
    }
}
