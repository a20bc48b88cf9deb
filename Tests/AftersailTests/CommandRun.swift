import Contracts
import FoundationEssentials
import Harness
import Postgres
import Synchronization

@testable import Aftersail

/// What a command printed and returned.
struct CommandRun: Sendable {
    let code: Int32
    let output: String
    let complaints: String

    /// Standard output as JSON.
    var json: JSONValue { (try? JSONDocument(Array(output.utf8), maxValues: 1_000_000).root) ?? .null }
}

/// Runs a command line in this process, against the test's own services.
///
/// The input comes in pieces of `piece` bytes.
func aftersail(
    _ arguments: String...,
    input: String = "",
    piece: Int = 1_000,
    environment: [String: String] = [:]
) async -> CommandRun {
    await aftersail(arguments, input: input, piece: piece, environment: environment)
}

/// The same with its arguments in a list.
func aftersail(
    _ arguments: [String],
    input: String = "",
    piece: Int = 1_000,
    environment: [String: String] = [:]
) async -> CommandRun {
    let unread = Mutex(Array(input.utf8)[...])
    let said = Recorder()
    let complained = Recorder()
    let base = [
        "AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": TestBroker.url, "USER": "tester",
    ]
    let around = Surroundings(
        environment: base.merging(environment) { $1 },
        say: { said.add($0) },
        complain: { complained.add($0) },
        nextInput: {
            unread.withLock { bytes in
                defer { bytes = bytes.dropFirst(piece) }
                return Array(bytes.prefix(piece))
            }
        },
        isTerminal: false,
        showsProgress: false,
        sayBytes: { said.add(String(decoding: $0, as: UTF8.self)) }
    )
    let code = await Surroundings.$current.withValue(around) { await Aftersail.run(arguments) }
    return CommandRun(code: code, output: said.text, complaints: complained.text)
}

/// Text from anywhere.
private final class Recorder: Sendable {
    private let content = Mutex("")

    var text: String { content.withLock { $0 } }

    func add(_ text: String) { content.withLock { $0 += text } }
}

/// Folders and files of a test.
enum Place {
    /// The repository's root.
    static var root: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
    }

    static var migrations: String { root + "/ops/migrations" }
    static var setup: String { root + "/ops/setup" }

    /// A new folder with these files; removed by the caller's `remove`.
    static func folder(_ files: [String: String] = [:]) throws -> String {
        let path = "\(FileManager.default.temporaryDirectory.path)/aftersail-\(UUID().uuidString.lowercased())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(text, to: "\(path)/\(name)") }
        return path
    }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    static func copy(_ folder: String) throws -> String {
        let path = try self.folder()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            try data.write(to: URL(filePath: "\(path)/\(name)"))
        }
        return path
    }

    static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}

/// The test's database with every right.
@discardableResult
func withOwner<T: Sendable>(_ url: String = TestDatabase.url, _ work: (Database) async throws -> T) async throws -> T {
    let database = Database(PostgresConfiguration(url: url, applicationName: "test"), links: 1)
    do {
        let result = try await work(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}

/// Rows of a query as JSON, by a login with every right.
func values(_ query: String) async throws -> [JSONValue] {
    try await withOwner { try await $0.values(query) }
}
