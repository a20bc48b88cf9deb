/// What stands at the head of a model file.
public struct TextModelHeader: Codable, Sendable, Hashable {
    /// Names of the labels in the order of the weights.
    public let labels: [String]
    /// Features are numbers below 2 to this power.
    public let bits: Int
    /// What one step of a label's weights is worth.
    public let scales: [Float]
    /// What each label starts with.
    public let biases: [Float]
    /// Names of the lexicon's concepts; the number of one is its place plus one.
    public let concepts: [String]
    /// Languages of the lexicon; the bit of one is its place.
    public let languages: [String]
    /// How scores become confidence.
    public let calibration: Calibration
    /// Least confidence with which the model decides.
    public let threshold: Double
    /// What the model was trained on.
    public let training: Training

    /// What a model was trained on.
    public struct Training: Codable, Sendable, Hashable {
        /// Texts.
        public let texts: Int
        /// SHA-256 of the texts and labels in their order, in hexadecimal.
        public let sha256: String
        /// Share of right answers on texts that were held out, over all of them.
        public let heldOutAccuracy: Double
        /// Share of right answers among those that reach the threshold.
        public let heldOutCoveredAccuracy: Double
        /// Share of texts that reach the threshold.
        public let heldOutCoverage: Double

        /// The record of a training.
        public init(
            texts: Int,
            sha256: String,
            heldOutAccuracy: Double,
            heldOutCoveredAccuracy: Double,
            heldOutCoverage: Double
        ) {
            self.texts = texts
            self.sha256 = sha256
            self.heldOutAccuracy = heldOutAccuracy
            self.heldOutCoveredAccuracy = heldOutCoveredAccuracy
            self.heldOutCoverage = heldOutCoverage
        }
    }

    /// A header with all its parts.
    public init(
        labels: [String],
        bits: Int,
        scales: [Float],
        biases: [Float],
        concepts: [String],
        languages: [String],
        calibration: Calibration,
        threshold: Double,
        training: Training
    ) {
        self.labels = labels
        self.bits = bits
        self.scales = scales
        self.biases = biases
        self.concepts = concepts
        self.languages = languages
        self.calibration = calibration
        self.threshold = threshold
        self.training = training
    }

    /// Whether the parts fit each other.
    var isSound: Bool {
        (2...1_000).contains(labels.count) && (10...22).contains(bits) && scales.count == labels.count
            && biases.count == labels.count && (scales + biases).allSatisfy(\.isFinite)
            && (0...1).contains(threshold) && calibration.isSound
    }
}
