/// Turns scores into confidence that is right as often as it says.
///
/// One factor for all scores before the softmax (Guo et al., On Calibration of Modern Neural Networks, 2017), fitted on
/// texts that the model had not seen.
public struct Calibration: Codable, Sendable, Hashable {
    /// The factor; above 0.
    public let sharpness: Float

    /// A calibration with this factor.
    public init(sharpness: Float) {
        self.sharpness = sharpness
    }

    /// Confidence in each label, together 1.
    public func confidences(_ scores: [Float]) -> [Double] {
        let best = scores.max() ?? 0
        let odds = scores.map { Exponential.of(Double(($0 - best) * sharpness)) }
        let whole = odds.reduce(0, +)
        return odds.map { $0 / whole }
    }

    /// The factor under which held-out scores make their true labels likeliest.
    public init(scores: [[Float]], labels: [Int]) {
        func loss(_ sharpness: Float) -> Double {
            let calibration = Calibration(sharpness: sharpness)
            return zip(scores, labels).reduce(0.0) { sum, example in
                sum - Exponential.logarithm(of: max(1e-12, calibration.confidences(example.0)[example.1]))
            }
        }
        // Golden section over the factor's logarithm, which has one lowest point.
        let ratio = 0.618_033_988_749_895
        var (low, high) = (-3.0, 4.0)
        func factor(_ exponent: Double) -> Float { Float(1 / Exponential.of(-abs(exponent))).raised(exponent < 0) }
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
        var (leftLoss, rightLoss) = (loss(factor(left)), loss(factor(right)))
        for _ in 0..<24 {
            if leftLoss < rightLoss {
                (high, right, rightLoss) = (right, left, leftLoss)
                left = high - ratio * (high - low)
                leftLoss = loss(factor(left))
            } else {
                (low, left, leftLoss) = (left, right, rightLoss)
                right = low + ratio * (high - low)
                rightLoss = loss(factor(right))
            }
        }
        self.init(sharpness: factor((low + high) / 2))
    }

    var isSound: Bool { sharpness.isFinite && sharpness > 0 }
}

extension Float {
    /// The number or its inverse.
    fileprivate func raised(_ isInverse: Bool) -> Float { isInverse ? 1 / self : self }
}
