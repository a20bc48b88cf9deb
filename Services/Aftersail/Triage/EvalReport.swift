import Triage

/// How right a model is on texts whose label is known.
struct EvalReport: Sendable {
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
    struct Group: Sendable {
        private(set) var count = 0
        private(set) var right = 0
        private(set) var covered = 0
        private(set) var coveredRight = 0

        mutating func add(_ answer: Answer, threshold: Double) {
            count += 1
            right += answer.isRight ? 1 : 0
            guard answer.confidence >= threshold else { return }
            covered += 1
            coveredRight += answer.isRight ? 1 : 0
        }

        var accuracy: Double { Self.share(right, count) }
        var coverage: Double { Self.share(covered, count) }
        var coveredAccuracy: Double { Self.share(coveredRight, covered) }
        /// Half the width of the interval that holds the accuracy in 95 of 100 samples (Wilson's).
        var halfWidth: Double { Self.halfWidth(right, count) }
        /// The same of the accuracy on covered texts.
        var coveredHalfWidth: Double { Self.halfWidth(coveredRight, covered) }

        private static func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

        private static func halfWidth(_ right: Int, _ count: Int) -> Double {
            guard count > 0 else { return 1 }
            let (n, p, z) = (Double(count), share(right, count), 1.96)
            return z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        }
    }

    /// A label that stands for everything the model does not know.
    static let outOfScope: Set = ["oos"]

    let threshold: Double
    private(set) var whole = Group()
    private(set) var languages: [String: Group] = [:]
    private(set) var labels: [String: Group] = [:]
    /// Texts by true and given label.
    private(set) var confusion: [String: [String: Int]] = [:]
    private var bins = [(count: Int, right: Int, confidence: Double)](repeating: (0, 0, 0), count: 10)
    private var known: [Float] = []
    private var unknown: [Float] = []

    init(threshold: Double) {
        self.threshold = threshold
    }

    mutating func add(_ answer: Answer) {
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
    var calibrationError: Double {
        let distance = bins.reduce(0.0) { $0 + abs(Double($1.right) - $1.confidence) }
        return whole.count == 0 ? 0 : distance / Double(whole.count)
    }

    /// The mean over labels of the harmonic mean of precision and recall.
    var macroF1: Double {
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
    var outOfScopeAUROC: Double? {
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
