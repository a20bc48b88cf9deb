public import Triage

/// How right a model is on texts whose label is known.
public struct EvalReport: Sendable {
    /// One text with what the model made of it.
    struct Answer: Sendable {
        let language: String
        let label: String
        let best: String
        let confidence: Double
        /// The best label's score before calibration.
        let score: Float

        var isRight: Bool { label == best }
    }

    /// Right and covered answers of a group.
    public struct Group: Sendable {
        /// Right answers, covered or not.
        public private(set) var right = Proportion()
        /// Covered texts.
        public private(set) var covered = Proportion()
        /// Right answers among the covered.
        public private(set) var coveredRight = Proportion()

        mutating func add(_ answer: Answer, threshold: Double) {
            right.add(answer.isRight)
            covered.add(answer.confidence >= threshold)
            if answer.confidence >= threshold { coveredRight.add(answer.isRight) }
        }
    }

    /// A label that stands for everything the model does not know.
    static let outOfScope: Set = ["oos"]

    /// Least confidence at which a text counts as covered.
    public let threshold: Double
    /// All texts whose label the model knows.
    public private(set) var whole = Group()
    /// The same by language.
    public private(set) var languages: [String: Group] = [:]
    /// The same by label.
    public private(set) var labels: [String: Group] = [:]
    /// Texts by true and given label.
    public private(set) var confusion: [String: [String: Int]] = [:]
    private var bins = [(count: Int, right: Int, confidence: Double)](repeating: (0, 0, 0), count: 10)
    private var known: [Float] = []
    private var unknown: [Float] = []
    private let model: TextModel
    private var reader: FeatureReader
    private let identifier = LanguageIdentifier()

    /// Of no text yet; with the model's own threshold unless another is given.
    public init(of model: TextModel, threshold: Double? = nil) {
        self.threshold = threshold ?? model.header.threshold
        self.model = model
        reader = model.makeReader()
    }

    /// Examines the model with one more text, in the language that it is said to be in.
    public mutating func add(_ text: TrainingText, language: String) {
        reader.read(
            subject: text.subject,
            body: text.body,
            language: identifier.identify(text.subject, text.body)
        )
        let scores = model.scores(&reader)
        let confidences = model.header.calibration.confidences(scores)
        let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        add(
            Answer(
                language: language,
                label: text.label,
                best: model.header.labels[best],
                confidence: confidences[best],
                score: scores[best]
            )
        )
    }

    private mutating func add(_ answer: Answer) {
        if Self.outOfScope.contains(answer.label) { return unknown.append(answer.score) }
        known.append(answer.score)
        whole.add(answer, threshold: threshold)
        languages[answer.language, default: Group()].add(answer, threshold: threshold)
        labels[answer.label, default: Group()].add(answer, threshold: threshold)
        confusion[answer.label, default: [:]][answer.best, default: 0] += 1
        let bin = min(bins.count - 1, Int(answer.confidence * Double(bins.count)))
        bins[bin].count += 1
        bins[bin].right += answer.isRight ? 1 : 0
        bins[bin].confidence += answer.confidence
    }

    /// Mean distance between confidence and share of right answers, in ten bins of confidence.
    public var calibrationError: Double {
        let distance = bins.reduce(0.0) { $0 + abs(Double($1.right) - $1.confidence) }
        return whole.right.count == 0 ? 0 : distance / Double(whole.right.count)
    }

    /// The mean over labels of the harmonic mean of precision and recall.
    public var macroF1: Double {
        let names = Set(confusion.keys)
        let sum = names.reduce(0.0) { sum, name in
            let hits = confusion[name]?[name] ?? 0
            let given = confusion.values.reduce(0) { $0 + ($1[name] ?? 0) }
            let real = confusion[name]?.values.reduce(0, +) ?? 0
            return sum + (given + real == 0 ? 0 : 2 * Double(hits) / Double(given + real))
        }
        return names.isEmpty ? 0 : sum / Double(names.count)
    }

    /// How often a known text scores higher than one out of scope; nil without such texts.
    public var outOfScopeAUROC: Double? {
        guard !known.isEmpty, !unknown.isEmpty else { return nil }
        let sorted = unknown.sorted()
        let wins = known.reduce(0.0) { sum, score in
            let (below, equal) = Self.rank(of: score, in: sorted)
            return sum + Double(below) + Double(equal) / 2
        }
        return wins / Double(known.count) / Double(unknown.count)
    }

    private static func rank(of score: Float, in sorted: [Float]) -> (below: Int, equal: Int) {
        func first(_ holds: (Float) -> Bool) -> Int {
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let below = first { $0 >= score }
        return (below, first { $0 > score } - below)
    }
}
