import FoundationEssentials

/// Sentences kept out of the profiles, read from a folder that is no part of the project.
enum LanguageData {
    /// From AFTERSAIL_LANGUAGE_DATA, else `../shared/data/language` beside the project.
    static let folder: String? = {
        let beside = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/shared/data/language"
        let path = ProcessInfo.processInfo.environment["AFTERSAIL_LANGUAGE_DATA"] ?? beside
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    static func heldOut(_ language: String) throws -> [String] {
        let text = try String(contentsOfFile: "\(folder ?? "")/\(language)/sentences.txt", encoding: .utf8)
        return text.split(separator: "\n").map { $0.trimmingPrefix { $0.isWhitespace } }
            .map { String($0.reversed().drop { $0.isWhitespace }.reversed()) }
            .filter { !$0.isEmpty && key($0) % 5 == 0 }
    }

    /// Three words each, or eight letters where words are not spaced.
    static func chats(of line: String, _ language: String) -> [String] {
        if ["zh", "ja", "th"].contains(language) { return [String(line.prefix(8))] }
        let words = line.split(separator: " ")
        return stride(from: 0, to: max(0, words.count - 2), by: 3).map { words[$0..<$0 + 3].joined(separator: " ") }
    }

    /// FNV-1a, as in make-language-profiles.py.
    private static func key(_ line: String) -> UInt32 {
        line.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
