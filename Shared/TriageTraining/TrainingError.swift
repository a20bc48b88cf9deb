/// Why no model can be trained; trying again does not help.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// Fewer than two labels.
    case tooFewLabels
    /// A label with too few texts to hold any out.
    case tooFewTexts(label: String, count: Int, needed: Int)
    /// A file or folder that cannot be used, in words.
    case unreadable(String)
    /// liblinear refuses a parameter.
    case refused(String)

    /// What to do about it.
    public var description: String {
        switch self {
        case .tooFewLabels: "the texts have fewer than two labels; give texts of at least two"
        case .tooFewTexts(let label, let count, let needed):
            "'\(label)' has \(count) texts, and at least \(needed) are needed"
        case .unreadable(let what): what
        case .refused(let reason): "liblinear refuses: \(reason)"
        }
    }
}
