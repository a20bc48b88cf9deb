import Synchronization
import Tickets

/// A model whose labels are categories, with readers that are lent from task to task.
public final class TrainedModel: Sendable {
    /// The model.
    public let model: TextModel
    private let categories: [Category]
    private let readers = Mutex<[FeatureReader]>([])

    /// What the model makes of a text.
    struct Guess {
        /// Nil below the threshold.
        let category: Category?
        let candidates: [TriageOutcome.Candidate]
        let evidence: TriageOutcome.Evidence
    }

    /// A model of categories.
    ///
    /// - Throws: ``TextModelError/labels`` when a label is none.
    public init(_ model: TextModel) throws(TextModelError) {
        var categories: [Category] = []
        for label in model.header.labels {
            guard let category = Category(rawValue: label) else { throw .labels(label) }
            categories.append(category)
        }
        self.model = model
        self.categories = categories
    }

    /// The rule name under which the model's words stand among the evidence.
    public static let evidenceName = "model"

    func guess(subject: String?, body: String, language: LanguageGuess) -> Guess {
        var reader = borrowReader()
        defer { giveBack(reader) }
        let confidences = confidences(&reader, subject, body, language)
        let order = confidences.indices.sorted { (confidences[$1], $0) < (confidences[$0], $1) }
        let best = order[0]
        return Guess(
            category: confidences[best] >= model.header.threshold ? categories[best] : nil,
            candidates: order.prefix(3).map {
                TriageOutcome.Candidate(category: categories[$0], confidence: confidences[$0])
            },
            evidence: TriageOutcome.Evidence(rule: Self.evidenceName, terms: model.evidence(for: best, reader))
        )
    }

    /// Its guess without reasons, for a model that is only compared.
    func shadowGuess(subject: String?, body: String, language: LanguageGuess) -> ShadowGuess {
        var reader = borrowReader()
        defer { giveBack(reader) }
        let confidences = confidences(&reader, subject, body, language)
        let best = confidences.indices.reduce(0) { confidences[$1] > confidences[$0] ? $1 : $0 }
        return ShadowGuess(
            modelVersion: model.version,
            category: categories[best],
            confidence: confidences[best],
            isCovered: confidences[best] >= model.header.threshold
        )
    }

    private func confidences(
        _ reader: inout FeatureReader,
        _ subject: String?,
        _ body: String,
        _ language: LanguageGuess
    ) -> [Double] {
        reader.read(subject: subject, body: body, language: language)
        return model.header.calibration.confidences(model.scores(&reader))
    }

    private func borrowReader() -> FeatureReader { readers.withLock { $0.popLast() } ?? model.makeReader() }

    private func giveBack(_ reader: FeatureReader) { readers.withLock { if $0.count < 8 { $0.append(reader) } } }
}
