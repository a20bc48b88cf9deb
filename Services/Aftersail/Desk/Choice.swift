import ArgumentParser

/// One of a type's cases on the command line.
enum Choice {
    static func read<Value: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw ValidationError("'\(text)' is not known here; use one of \(names(Value.self))")
        }
        return value
    }

    static func help<Value: RawRepresentable<String> & CaseIterable>(_ text: String, _ type: Value.Type) -> String {
        "\(text): \(names(type))."
    }

    private static func names<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
