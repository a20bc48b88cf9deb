import FoundationEssentials
import Triage
import Yams

/// The preset rules as they ship.
enum SetupFiles {
    static let presetClassifier = Result { try TriageClassifier(presetRules()) }

    private static func presetRules(_ path: String = #filePath) throws -> TriageRules {
        let root = path.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(root)/ops/setup/triage-rules.yaml", encoding: .utf8)
        return try YAMLDecoder().decode(TriageRules.self, from: text)
    }
}
