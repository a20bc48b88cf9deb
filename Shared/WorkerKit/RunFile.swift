import Contracts
import FoundationEssentials

/// A small file that tells, while a process runs, its pid and where its health can be asked.
struct RunFile: Codable, Sendable {
    let pid: Int32
    let worker: String
    let port: UInt16?
    let startedAt: Date

    func write(to path: String) throws {
        try Data(WireJSON.encode(self)).write(to: URL(filePath: path), options: .atomic)
    }

    static func read(from path: String) throws -> RunFile {
        try WireJSON.decode(RunFile.self, from: Array(Data(contentsOf: URL(filePath: path))))
    }

    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}
