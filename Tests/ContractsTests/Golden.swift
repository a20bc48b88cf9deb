import FoundationEssentials

/// A file of `Golden/`: sorted keys, two spaces of indentation, so that every top-level field begins a line of its own.
struct Golden {
    /// Top-level keys with the text of their values, in order.
    let fields: [(key: String, value: String)]

    init(_ name: String) throws {
        fields = try Self.split(String(contentsOf: Self.folder.appending(path: "\(name).json"), encoding: .utf8))
    }

    /// The message as it stands on the wire, without one field if wanted.
    func wire(without key: String? = nil) -> [UInt8] {
        Self.object(fields.filter { $0.key != key })
    }

    /// The message with one field set to another value, or with a field more.
    func wire(setting key: String, to value: String) -> [UInt8] {
        Self.object(fields.filter { $0.key != key } + [(key, value)])
    }

    static let folder = root.appending(path: "Tests/ContractsTests/Golden")
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Names of all files in the folder, without extension.
    static func names() throws -> Set<String> {
        try Set(files(in: folder, suffix: ".json").map { String($0.dropLast(5)) })
    }

    /// Names of the files in a folder that end with `suffix`.
    static func files(in folder: URL, suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }.sorted()
    }

    private static func object(_ fields: [(key: String, value: String)]) -> [UInt8] {
        Array("{\(fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}".utf8)
    }

    private static func split(_ text: String) -> [(key: String, value: String)] {
        var fields: [(key: String, value: String)] = []
        for line in text.split(separator: "\n").dropFirst().dropLast() {
            if line.hasPrefix("  \""), let end = line.dropFirst(3).firstIndex(of: "\"") {
                fields.append((String(line[line.index(line.startIndex, offsetBy: 3)..<end]), ""))
            }
            guard let last = fields.indices.last else { continue }
            let isFirst = fields[last].value.isEmpty
            fields[last].value += compact(isFirst ? line.dropFirst(5 + fields[last].key.count) : line)
        }
        for index in fields.indices where fields[index].value.hasSuffix(",") { fields[index].value.removeLast() }
        return fields
    }

    /// Takes out the spaces that stand outside texts.
    private static func compact(_ line: Substring) -> String {
        var result = ""
        var isText = false
        var isEscaped = false
        for character in line where isText || character != " " {
            result.append(character)
            if character == "\"", !isEscaped { isText.toggle() }
            isEscaped = character == "\\" && !isEscaped
        }
        return result
    }
}
