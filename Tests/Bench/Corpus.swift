import Contracts
import FoundationEssentials
import Proving

/// Where the messages come from: generated ones by number, or the lines of a file.
struct Corpus: Sendable {
    private struct Line: Decodable {
        let text: String
        let subject: String?
        let language: String?
    }

    private let lines: [Line]
    private let run: String

    /// Reads the file, if one is given.
    ///
    /// - Parameters:
    ///   - path: a JSONL file with `text` and, where known, `subject` and `language`; `nil` for generated messages.
    ///   - seed: part of every external id, so that two runs on one system do not collide.
    /// - Throws: when the file cannot be read or has no text.
    init(path: String?, seed: UInt64) throws {
        run = String(seed, radix: 36)
        guard let path else {
            lines = []
            return
        }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        lines = try text.split(whereSeparator: \.isNewline).map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        guard !lines.isEmpty else { throw CommandFailed(output: "\(path) has no line: give a JSONL file with `text`") }
    }

    var name: String { lines.isEmpty ? "generated" : "file of \(lines.count) texts" }

    /// The number in an external id of this run; `nil` for others.
    func number(of externalID: String) -> Int? {
        let words = externalID.split(separator: "-")
        guard words.count == 3, words[1] == run else { return nil }
        return Int(words[2].prefix { $0 != "@" })
    }

    /// The external id of message `number`.
    func externalID(_ number: Int) -> String { "<bench-\(run)-\(number)@mail.example>" }

    /// Message `number`: the same but for its instant whenever asked.
    func message(_ number: Int) throws -> [UInt8] {
        let text = lines.isEmpty ? nil : lines[number % lines.count]
        return try Requests.make(
            number,
            externalID: externalID(number),
            subject: text.map { $0.subject ?? String($0.text.prefix(60)) },
            body: text?.text
        )
    }
}
