import Contracts
import FoundationEssentials
import Harness
import Mail
import Postgres
import Proving

/// An intake with a mail store, other workers where they are asked for, and the command line in front of it.
struct MailOffice {
    private let pipeline: Pipeline
    private let folder: String

    init(beside workers: [String] = [], variables: [String: String] = [:]) async throws {
        pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(),
            variables: variables
        )
        folder = FileManager.default.temporaryDirectory.appending(path: "aftersail-mails-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: "\(folder)/store", withIntermediateDirectories: true)
        try await pipeline.start(only: ["intake"] + workers)
    }

    func close() async throws {
        try? FileManager.default.removeItem(atPath: folder)
        _ = try await pipeline.stop()
    }

    /// What `aftersail submit` says of one mail.
    func submit(_ mail: String) throws -> JSONValue { try submit(bytes: Array(mail.utf8)) }

    func submit(bytes: [UInt8]) throws -> JSONValue {
        let file = "\(folder)/mail.eml"
        try Data(bytes).write(to: URL(filePath: file))
        let run = try run("submit", file, "--store", "\(folder)/store", "--account", "support@us.example", "--json")
        let start = run.output.firstIndex(of: "[") ?? run.output.startIndex
        let end = run.output.lastIndex(of: "]").map { run.output.index(after: $0) } ?? run.output.endIndex
        guard case .array(let results) = try JSONDocument(Array(run.output[start..<end].utf8)).root,
            let first = results.first
        else { throw CommandFailed(output: run.output) }
        return first
    }

    func run(_ arguments: String...) throws -> (status: Int32, output: String) { try pipeline.command(arguments) }

    /// Hands a mail over as a mail server does; seconds and memory are those of the process.
    func pipe(_ mail: [UInt8]) throws -> (status: Int32, output: String, seconds: Double, peakMiB: Double) {
        let file = "\(folder)/piped.eml"
        try Data(mail).write(to: URL(filePath: file))
        let script = """
            import resource, subprocess, sys, time
            began = time.monotonic()
            done = subprocess.run(sys.argv[2:], stdin=open(sys.argv[1], "rb"), capture_output=True)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            print(done.returncode, time.monotonic() - began, peak / 1024, (done.stdout + done.stderr).decode())
            """
        let told = try CommandLineRun.run(
            [
                "/usr/bin/python3", "-c", script, file, BuiltProduct.path("aftersail"), "submit", "--pipe", "--store",
                "\(folder)/store", "--recipient", "support@us.example", "--sender", "lan@e.example",
            ],
            variables: ["PATH": "/usr/bin:/bin", "AFTERSAIL_BROKER_URL": TestBroker.url],
            input: nil
        )
        let words = told.output.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, let status = Int32(words[0]), let seconds = Double(words[1]),
            let peak = Double(words[2])
        else { throw CommandFailed(output: told.output) }
        return (status, words[3].filter { !$0.isNewline }, seconds, peak)
    }

    /// A file of the store.
    func kept(_ hash: String) -> [UInt8]? {
        let path = "\(folder)/store/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)"
        return FileManager.default.contents(atPath: path).map { Array($0) }
    }

    /// The mails that went to an address, oldest first.
    func mails(to address: String) throws -> [ParsedMail] {
        try (pipeline.sink?.rawMails() ?? []).map { text in
            MailParser().parse(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        }
        .filter { $0.to.first?.address == address }
    }

    func number(_ sql: String) async -> Int? { await pipeline.number(sql) }

    func rows(_ sql: String) async throws -> Rows { try await pipeline.database.rows(sql) }

    func count(status: String, of number: String) -> String {
        "SELECT count(*) AS n FROM ticket_state s JOIN ticket t ON t.id = s.ticket_id WHERE t.number = '\(number)' "
            + "AND s.status = '\(status)'"
    }
}

extension JSONValue {
    /// A member of an object.
    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    func string(_ name: String) -> String? {
        if case .string(let text) = self[name] { text } else { nil }
    }
}
