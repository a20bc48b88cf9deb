/// A level of satisfaction; the raw value is the score on the wire, 5 best.
public enum SurveyScale: Int, Codable, Sendable, CaseIterable {
    /// Score 1.
    case veryDissatisfied = 1
    /// Score 2.
    case dissatisfied
    /// Score 3.
    case neutral
    /// Score 4.
    case satisfied
    /// Score 5.
    case verySatisfied

    /// The level in words of the closest language.
    public func label(_ language: String?) -> String {
        let labels = Self.labels[WordingLanguages.closest(to: language)] ?? []
        return labels.indices.contains(rawValue - 1) ? labels[rawValue - 1] : "\(rawValue)"
    }

    /// All levels, best first, one a line, as surveys show them: "5 – Very satisfied".
    public static func listing(_ language: String?) -> String {
        allCases.reversed().map { "\($0.rawValue) – \($0.label(language))" }.joined(separator: "\n")
    }

    /// From score 1 to 5.
    private static let labels = [
        "en": [
            "Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied",
        ],
        "zh": ["非常不满意", "不满意", "一般", "满意", "非常满意"],
        "es": ["Muy insatisfecho", "Insatisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho"],
        "de": ["Sehr unzufrieden", "Unzufrieden", "Teils, teils", "Zufrieden", "Sehr zufrieden"],
        "ar": ["غير راضٍ إطلاقًا", "غير راضٍ", "محايد", "راضٍ", "راضٍ جدًا"],
        "vi": ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"],
    ]
}
