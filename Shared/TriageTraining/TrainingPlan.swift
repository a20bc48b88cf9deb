/// How a model is trained.
public struct TrainingPlan: Sendable, Hashable {
    /// Features are numbers below 2 to this power, 10…22; 18 costs no accuracy and gives a file of 2.6 MB for nine labels.
    public var bits = 18
    /// What a wrong margin costs against long weights: liblinear's C.
    public var cost = 0.5
    /// Parts that are held out one after another to calibrate.
    public var folds = 5
    /// Share of right answers among covered texts that the threshold is chosen for, on held-out texts.
    public var wantedAccuracy = 0.955
    /// Words and runs of letters in fewer texts than this say nothing.
    public var leastTexts = 2

    /// The plan that the product's own model is trained by.
    public init() {}
}
