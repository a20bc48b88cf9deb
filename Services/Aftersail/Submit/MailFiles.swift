import FoundationEssentials
import Mail

/// The mails of files and folders that a command line names.
enum MailFiles {
    /// Most bytes of a file, or of a mail on standard input: 256 MiB, five times what is read of one mail.
    static let mostBytes = 256 << 20

    /// Hands each mail on with its place; one at a time, because each may have 50 MiB.
    static func each(in name: String, _ take: ([UInt8], String) throws -> Void) throws {
        var isFolder = false
        _ = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
        guard isFolder else { return try each(in: try contents(of: name), label: name, take) }
        for path in try names(in: name) {
            let path = "\(name)/\(path)"
            try each(in: try contents(of: path), label: path, take)
        }
    }

    /// Hands on the one mail of a file, or each of an mbox.
    static func each(in bytes: [UInt8], label: String, _ take: ([UInt8], String) throws -> Void) throws {
        guard !label.lowercased().hasSuffix(".eml"), var mbox = MboxReader(bytes) else { return try take(bytes, label) }
        var number = 0
        while let mail = mbox.next() {
            number += 1
            try take(mail, "\(label)[\(number)]")
        }
    }

    /// Whether a file is taken for mail where nobody says: by its name, or else its first line.
    static func isMail(_ name: String, _ bytes: [UInt8]) -> Bool {
        let lower = name.lowercased()
        if [".eml", ".mbox", ".mbx"].contains(where: { lower.hasSuffix($0) }) { return true }
        if [".json", ".jsonl"].contains(where: { lower.hasSuffix($0) }) { return false }
        let line = bytes.prefix(1_000).prefix { $0 != 0x0A && $0 != 0x0D }
        if line.starts(with: Array("From ".utf8)) { return true }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy {
            ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39)
        }
    }

    static func isFolder(_ name: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) && isFolder
    }

    /// All of a file.
    static func contents(of name: String) throws -> [UInt8] {
        let size = (try? FileManager.default.attributesOfItem(atPath: name))?[.size] as? Int ?? 0
        guard size <= mostBytes else {
            throw Failure(.badData, "\(name) has more than \(mostBytes >> 20) MiB; cut it into smaller files")
        }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw Failure(.badData, "\(name) is not readable")
        }
        return Array(data)
    }

    /// Plain files below a folder, sorted; those of a Maildir that are not there yet (`tmp`), and hidden ones, are left out.
    private static func names(in folder: String) throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            let pieces = path.split(separator: "/")
            return !pieces.contains { $0.hasPrefix(".") } && !pieces.dropLast().contains("tmp")
        }
        return all.filter { !isFolder("\(folder)/\($0)") }.sorted()
    }
}
