import Testing

@testable import Triage

@Suite("Confidence from scores")
struct CalibrationTests {
    @Test("confidences add up to one and keep the order of the scores")
    func order() {
        let confidences = Calibration(sharpness: 2).confidences([-1, 0.5, 0.25])

        #expect(abs(confidences.reduce(0, +) - 1) < 1e-12)
        #expect(confidences[1] > confidences[2] && confidences[2] > confidences[0])
    }

    /// Two labels; the score of the first is 1 or -1, and is right in so many of a hundred.
    @Test("the factor makes the confidence as large as the share of right answers", arguments: [60, 75, 90, 97])
    func fitted(right: Int) {
        let scores: [[Float]] = (0..<100).map { _ in [1, -1] }
        let labels = (0..<100).map { $0 < right ? 0 : 1 }

        let confidence = Calibration(scores: scores, labels: labels).confidences([1, -1])[0]

        #expect(abs(confidence - Double(right) / 100) < 0.005)
    }

    @Test("extreme scores stay numbers", arguments: [[Float](repeating: 0, count: 9), [1e30, -1e30], [-1e30, -1e30]])
    func extreme(scores: [Float]) {
        let confidences = Calibration(sharpness: 50).confidences(scores)

        #expect(confidences.allSatisfy { (0...1).contains($0) })
    }

    @Test(
        "the logarithm is the inverse of the power",
        arguments: [1e-12, 0.001, 0.5, 0.999, 1, 1.5, 2, 10, 12_345.678, 1e12]
    )
    func logarithm(number: Double) {
        let power = Exponential.logarithm(of: number)
        let back = power > 0 ? 1 / Exponential.of(-power) : Exponential.of(power)

        #expect(abs(back / number - 1) < 1e-7)
    }
}
