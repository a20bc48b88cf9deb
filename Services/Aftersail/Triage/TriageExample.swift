import Contracts
import FoundationEssentials

/// A text whose category is known, a line of a JSONL file.
struct TriageExample: Decodable, Sendable {
    let id: String?
    let subject: String?
    let text: String
    let label: String
    let language: String?

    enum CodingKeys: String, CodingKey {
        case id, subject, text, label, category, language
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decodeIfPresent(String.self, forKey: .id)
        subject = try fields.decodeIfPresent(String.self, forKey: .subject)
        text = try fields.decode(String.self, forKey: .text)
        label =
            try fields.decodeIfPresent(String.self, forKey: .category) ?? fields.decode(String.self, forKey: .label)
        language = try fields.decodeIfPresent(String.self, forKey: .language)
    }

    /// The examples of files; of a folder those of its `.jsonl` files in the order of their names.
    static func read(_ paths: [String]) throws -> [TriageExample] {
        try paths.flatMap { try files($0) }.flatMap { try lines($0) }
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(.badData, "there is no \(path)")
        }
        guard isFolder else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".jsonl") }
        guard !names.isEmpty else { throw Failure(.badData, "\(path) holds no .jsonl file") }
        return names.sorted().map { "\(path)/\($0)" }
    }

    private static func lines(_ path: String) throws -> [TriageExample] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.badData, "\(path) cannot be read")
        }
        var examples: [TriageExample] = []
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
            do {
                examples.append(try JSONDecoder().decode(TriageExample.self, from: Data(line)))
            } catch {
                throw Failure(
                    .badData,
                    "\(path), line \(number + 1): each line is an object with text and category (or label), maybe subject, language and id"
                )
            }
        }
        return examples
    }
}
