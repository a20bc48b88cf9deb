import Digest
import FoundationEssentials

/// One numbered SQL file.
struct MigrationFile: Sendable, Equatable {
    let number: Int
    let name: String
    let sql: String
    let sha256: String

    /// The first line explains why the file cannot run in one transaction.
    var runsOutsideTransaction: Bool { sql.hasPrefix("-- no transaction: ") }

    /// The files of a folder in order.
    ///
    /// - Throws: `Failure` when the numbers do not count up from 1, each once.
    static func all(in folder: String) throws -> [MigrationFile] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
        let files = try names.map { try MigrationFile(folder: folder, name: $0) }
        guard !files.isEmpty else {
            throw Failure(.badData, "\(folder) holds no migrations; name their folder with --dir")
        }
        for (index, file) in files.enumerated() where file.number != index + 1 {
            throw Failure(
                .badData,
                "migration \(file.name) should have the number \(index + 1); numbers count up from 1"
            )
        }
        return files
    }

    private init(folder: String, name: String) throws {
        let stem = name.dropLast(4)
        let letters = stem.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
        guard letters, let number = Int(stem.prefix(4)), stem.dropFirst(4).first == "_" else {
            throw Failure(.badData, "'\(name)' is no migration's name; write 0042_add_something.sql")
        }
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)"),
            let sql = String(validating: bytes, as: UTF8.self)
        else { throw Failure(.badData, "\(folder)/\(name) is not readable as UTF-8") }
        self.number = number
        self.name = String(stem)
        self.sql = sql
        sha256 = hex(Digest.sha256(Array(bytes)))
    }
}

/// Where migrations lie.
enum MigrationFolder {
    static func find(_ given: String?, home: String?) throws -> String {
        let candidates = given.map { [$0] } ?? ["ops/migrations"] + (home.map { ["\($0)/ops/migrations"] } ?? [])
        guard let folder = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw Failure(
                .badData,
                "no migrations in \(candidates.joined(separator: " or ")); name their folder with --dir or set AFTERSAIL_HOME"
            )
        }
        return folder
    }
}
