import FoundationEssentials
import Glibc

/// The generator's own record, outside the system: a file that only grows.
///
/// A line says what was done, to which id, and when (seconds since 1970): `posted` stands before the broker sees the
/// request, `confirmed` after the broker has confirmed it, `repeated` before one that was confirmed goes out again.
final class GeneratorLedger: Sendable {
    /// What happened to one id.
    struct Entry: Sendable, Equatable {
        var posts = 0
        var repeats = 0
        var confirmed: Date?
    }

    private let descriptor: Int32

    init(file: String) throws {
        descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ChaosError("the ledger \(file) cannot be written: errno \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    /// Writes one line for each letter.
    func append(_ word: String, _ letters: [Letter]) throws {
        guard !letters.isEmpty else { return }
        let now = Date().timeIntervalSince1970
        let bytes = Array(letters.map { "\(word)\t\($0.id)\t\(now)\n" }.joined().utf8)
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
            throw ChaosError("the ledger cannot be written: errno \(errno)")
        }
    }

    /// What a ledger says, by id.
    static func read(_ file: String) throws -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields.count == 3, let seconds = Double(fields[2]) else { continue }
            var entry = entries[String(fields[1])] ?? Entry()
            switch fields[0] {
            case "posted": entry.posts += 1
            case "repeated": entry.repeats += 1
            default: entry.confirmed = entry.confirmed ?? Date(timeIntervalSince1970: seconds)
            }
            entries[String(fields[1])] = entry
        }
        return entries
    }
}
