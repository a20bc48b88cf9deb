import Contracts
import FoundationEssentials
import Glibc
public import Logging

/// Writes one line an event to standard error: JSON for machines, text for a terminal.
public struct LineLogHandler: LogHandler {
    /// How lines look.
    public enum Format: String, CaseIterable, Sendable {
        case json
        case text
    }

    /// Values on every line.
    public var metadata: Logger.Metadata = [:]
    /// Lines below this are dropped.
    public var logLevel: Logger.Level
    private let label: String
    private let format: Format

    /// A handler for one process.
    public init(label: String, level: Logger.Level, format: Format) {
        self.label = label
        logLevel = level
        self.format = format
    }

    /// One value on every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the line.
    public func log(event: LogEvent) {
        let values = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let now = RFC3339.text(Date())  // lint:clock log lines carry the machine's own time
        let line: String
        switch format {
        case .json:
            var fields = [
                ("time", now), ("level", event.level.rawValue), ("service", label), ("message", "\(event.message)"),
            ]
            fields += values.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
            line = "{" + fields.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}\n"
        case .text:
            let facts = values.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            line = "\(now.prefix(23)) \(event.level.rawValue.uppercased()) \(label): \(event.message) \(facts)\n"
        }
        FileHandleWriter.standardError(line)
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

/// Whole lines to a descriptor.
enum FileHandleWriter {
    static func standardError(_ line: String) { write(line, to: STDERR_FILENO) }
    static func standardOutput(_ line: String) { write(line, to: STDOUT_FILENO) }
    static func standardOutput(_ bytes: [UInt8]) { write(bytes[...], to: STDOUT_FILENO) }

    private static func write(_ line: String, to descriptor: Int32) { write(Array(line.utf8)[...], to: descriptor) }

    private static func write(_ all: ArraySlice<UInt8>, to descriptor: Int32) {
        var bytes = all
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
