import Contracts
import FoundationEssentials
import Setup

/// A folder of setup files.
enum SetupFolder {
    /// Every file, each kind once.
    ///
    /// - Throws: `Failure` naming file and place of everything that is wrong.
    static func read(_ folder: String) throws -> [SetupFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(.badData, "\(folder) is no readable folder; name the one that holds the YAML files")
        }
        let hasArticles = names.contains(ArticlesFolder.name)
        let wanted = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        guard !wanted.isEmpty || hasArticles else { throw Failure(.badData, "\(folder) holds no .yaml file") }
        var files: [SetupFile] = []
        var complaints: [String] = []
        for name in wanted {
            do {
                let file = try file(folder, name)
                if let other = files.first(where: { $0.kind == file.kind }) {
                    throw SetupProblem("kind", "\(other.name) is of this kind, too; keep one file of each")
                }
                files.append(file)
            } catch let problem as SetupProblem {
                complaints.append("\(folder)/\(name): \(problem)")
            }
        }
        if hasArticles {
            if let other = files.first(where: { $0.kind == .articles }) {
                complaints.append(
                    "\(folder): \(other.name) and the folder \(ArticlesFolder.name) both hold articles; keep one"
                )
            }
            do {
                files.append(try ArticlesFolder.read("\(folder)/\(ArticlesFolder.name)"))
            } catch let problem as Failure {
                complaints.append(problem.message)
            }
        }
        guard complaints.isEmpty else { throw Failure(.badData, complaints.joined(separator: "\n")) }
        return files
    }

    /// Writes documents as `<kind>.yaml` and returns the names.
    static func write(_ documents: [JSONValue], to folder: String) throws -> [String] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try documents.map { document in
            let kind = document["kind"].string ?? ""
            let header = "# \(kind), version \(document["version"].shown)\nkind: \(kind)\n"
            let text = header + (try SetupYAML.text(of: document["body"]))
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(kind).yaml"), options: .atomic)
            return "\(kind).yaml"
        }
    }

    /// One file of a kind, which need not say it.
    ///
    /// - Throws: `Failure` naming the file and the place of what is wrong.
    static func file(at path: String, of kind: SetupKind) throws -> SetupFile {
        guard case .object(var members) = try value(at: path) else {
            throw Failure(.badData, "\(path): the file should hold fields, not a single value or list")
        }
        let written = members.removeValue(forKey: "kind")?.string ?? kind.rawValue
        guard written == kind.rawValue else {
            throw Failure(.badData, "\(path) is of kind '\(written)', not '\(kind.rawValue)'; name another file")
        }
        let body = JSONValue.object(members)
        guard kind == .calendars else { return SetupFile(name: path, kind: kind, body: body) }
        do {
            let folder = URL(filePath: path).deletingLastPathComponent().path
            return SetupFile(
                name: path,
                kind: kind,
                body: body,
                holidayFiles: try SetupHolidays.files(of: body, in: folder)
            )
        } catch let problem as SetupProblem {
            throw Failure(.badData, "\(path): \(problem)")
        }
    }

    /// What a YAML or JSON file holds.
    ///
    /// - Throws: `Failure` naming the file and the place of what is wrong.
    static func value(at path: String) throws -> JSONValue {
        do {
            return try content(path)
        } catch let problem as SetupProblem {
            throw Failure(.badData, "\(path): \(problem)")
        }
    }

    private static func content(_ path: String) throws -> JSONValue {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count < 16 << 20,
            let text = String(validating: bytes, as: UTF8.self)
        else { throw SetupProblem("", "not readable as UTF-8 of less than 16 MiB") }
        return try SetupYAML.value(of: text)
    }

    private static func file(_ folder: String, _ name: String) throws -> SetupFile {
        guard case .object(var members) = try content("\(folder)/\(name)") else {
            throw SetupProblem("", "the file should hold fields, not a single value or list")
        }
        let stem = String(name.prefix { $0 != "." })
        let written = members.removeValue(forKey: "kind")?.string ?? stem
        guard let kind = SetupKind(rawValue: written) else {
            throw SetupProblem(
                "kind",
                "'\(written)' is no kind; write one of \(SetupKind.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        let body = JSONValue.object(members)
        let holidays = kind == .calendars ? try SetupHolidays.files(of: body, in: folder) : [:]
        return SetupFile(name: name, kind: kind, body: body, holidayFiles: holidays)
    }
}
