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
        let report = try Report(model, Examples.of("test"))

        #expect(Set(model.header.labels) == Set(Category.allCases.map(\.rawValue)))
        #expect(bytes.count <= 5_000_000)
        #expect(report.all.coveredAccuracy >= 0.92, "\(report.all)")
        #expect(report.all.coverage >= 0.85, "\(report.all)")
        #expect(report.calibrationError <= 0.05)
        for (language, group) in report.languages { #expect(group.coveredAccuracy >= 0.85, "\(language): \(group)") }
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
        #expect(Set(try Examples.terms().map(\.language)).count >= 17)
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

    static func terms() throws -> [ConceptLexicon.Term] {
        try names("lexicon", ".tsv").flatMap { name in
            try String(contentsOfFile: "\(folder)/lexicon/\(name)", encoding: .utf8).split(separator: "\n")
                .flatMap { line in
                    let cells = line.split(separator: "\t").map(String.init)
                    return cells.dropFirst().map {
                        ConceptLexicon.Term($0, means: cells[0], in: String(name.dropLast(".tsv".count)))
                    }
                }
        }
    }

    static func lexicon() throws -> ConceptLexicon { ConceptLexicon(try terms()) }

    private static func names(_ part: String, _ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)").filter { $0.hasSuffix(ending) }
            .sorted()
    }
}

private struct Report {
    struct Group: CustomStringConvertible {
        var count = 0
        var covered = 0
        var right = 0

        mutating func add(_ isCovered: Bool, _ isRight: Bool) {
            count += 1
            covered += isCovered ? 1 : 0
            right += isCovered && isRight ? 1 : 0
        }

        var coverage: Double { Double(covered) / Double(max(1, count)) }
        var coveredAccuracy: Double { Double(right) / Double(max(1, covered)) }
        var description: String { "\(right) of \(covered) covered of \(count)" }
    }

    private(set) var all = Group()
    private(set) var languages: [String: Group] = [:]
    private(set) var calibrationError = 0.0

    init(_ model: TextModel, _ examples: [Example]) throws {
        let identifier = LanguageIdentifier()
        var reader = model.makeReader()
        var distances = [Double](repeating: 0, count: 10)
        for example in examples {
            let language = identifier.identify(example.subject, example.text)
            reader.read(subject: example.subject, body: example.text, language: language)
            let confidences = model.header.calibration.confidences(model.scores(&reader))
            let best = confidences.indices.max { confidences[$0] < confidences[$1] } ?? 0
            let isRight = model.header.labels[best] == example.category
            let isCovered = confidences[best] >= model.header.threshold
            all.add(isCovered, isRight)
            languages[example.language, default: Group()].add(isCovered, isRight)
            distances[min(9, Int(confidences[best] * 10))] += (isRight ? 1 : 0) - confidences[best]
        }
        calibrationError = distances.reduce(0) { $0 + abs($1) } / Double(max(1, examples.count))
    }
}
