import Triage

/// What a model made of texts it had not seen, and the threshold that follows.
struct HeldOut {
    let count: Int
    /// Least confidence at which the texts above it are right as often as wanted; 1 when none is.
    let threshold: Double
    let accuracy: Double
    let coverage: Double
    let coveredAccuracy: Double

    init(scores: [[Float]], labels: [Int], calibration: Calibration, wanted: Double) {
        let judged = zip(scores, labels).map { scores, label -> (confidence: Double, isRight: Bool) in
            let confidences = calibration.confidences(scores)
            let best = confidences.indices.max { confidences[$0] < confidences[$1] } ?? 0
            return (confidences[best], best == label)
        }.sorted { $0.confidence > $1.confidence }
        count = judged.count
        accuracy = Double(judged.count { $0.isRight }) / Double(max(1, judged.count))
        var right = 0
        var last = 0
        var covered = 0
        for (place, answer) in judged.enumerated() {
            right += answer.isRight ? 1 : 0
            guard Double(right) >= wanted * Double(place + 1) else { continue }
            (last, covered) = (place + 1, right)
        }
        threshold = last == 0 ? 1 : judged[last - 1].confidence
        coverage = Double(last) / Double(max(1, judged.count))
        coveredAccuracy = Double(covered) / Double(max(1, last))
    }
}
