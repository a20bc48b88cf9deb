import FoundationEssentials
import Testing
import Tickets
import Triage
import TriageTraining

/// The product's own texts make a model that is right often enough on texts that were written apart.
@Suite("The product's own model", .timeLimit(.minutes(5)))
struct OwnModelTests {
    @Test("covers most of the test part and is right there, in every language, as often as it says")
    func quality() throws {
        let bytes = try Examples.model.get()
        let model = try TextModel(bytes)
        var report = EvalReport(of: model)
        for example in try Examples.of("test") { report.add(example.training, language: example.language) }

        #expect(Set(model.header.labels) == Set(Category.allCases.map(\.rawValue)))
        #expect(bytes.count <= 5_000_000)
        #expect(report.whole.coveredRight.share >= 0.92, "\(report.whole)")
        #expect(report.whole.covered.share >= 0.85, "\(report.whole)")
        #expect(report.calibrationError <= 0.05)
        for (language, group) in report.languages {
            #expect(group.coveredRight.share >= 0.85, "\(language): \(group)")
        }
        #expect(report.languages.count >= 17)
    }

    @Test("every language has its texts, its words and a part for examination, none of it twice")
    func complete() throws {
        let train = try Examples.of("train")
        let test = try Examples.of("test")
        let cells = Dictionary(grouping: train) { "\($0.language) \($0.category)" }.mapValues(\.count)
        let examined = Dictionary(grouping: test) { "\($0.language) \($0.category)" }.mapValues(\.count)

        #expect(cells.count == 17 * 9 && cells.values.allSatisfy { $0 >= 40 })
        for language in ["en", "zh", "es"] {
            for category in Category.allCases { #expect(cells["\(language) \(category.rawValue)", default: 0] >= 80) }
        }
        #expect(examined.count == 17 * 9 && examined.values.allSatisfy { $0 >= 10 })
        #expect(Set((train + test).map(\.id)).count == train.count + test.count)
        #expect(Set(train.map(\.text)).isDisjoint(with: test.map(\.text).filter { $0.count > 20 }))
        #expect(Set(try LexiconFolder.terms(Examples.folder + "/lexicon").map(\.language)).count >= 17)
    }
}

/// A line of `data/triage`.
struct Example: Decodable {
    let id: String
    let language: String
    let category: String
    let subject: String?
    let text: String

    var training: TrainingText { TrainingText(subject: subject, body: text, label: category) }
}

enum Examples {
    /// Made once for all tests.
    static let model = Result { try ModelTrainer.train(of("train").map(\.training), lexicon: lexicon()) }

    static func lexicon() throws -> ConceptLexicon { try LexiconFolder.read(folder + "/lexicon") }

    static let folder: String = {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/data/triage"
    }()

    static func of(_ part: String) throws -> [Example] {
        try names(part, ".jsonl").flatMap { name in
            try Data(contentsOf: URL(filePath: "\(folder)/\(part)/\(name)")).split(separator: UInt8(ascii: "\n"))
                .map { try JSONDecoder().decode(Example.self, from: Data($0)) }
        }
    }

    private static func names(_ part: String, _ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)").filter { $0.hasSuffix(ending) }
            .sorted()
    }
}
