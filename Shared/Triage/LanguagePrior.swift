/// What is known of a customer's language before a text is read.
///
/// It tips short texts and leaves long ones alone.
public struct LanguagePrior: Sendable, Hashable {
    /// Language of the sender's locale or account, such as `pt` of `pt-BR`; `nil` when unknown.
    public let locale: String?
    /// Language of the ticket's earlier messages; `nil` for a first message.
    public let earlier: String?

    /// Nothing is known.
    public static let none = LanguagePrior()

    /// A prior from locale tags in any usual spelling: `vi`, `pt_BR`, `zh-Hant-TW`, `zh_HK.UTF-8`.
    public init(locale: String? = nil, earlier: String? = nil) {
        self.locale = locale.flatMap(Self.language)
        self.earlier = earlier.flatMap(Self.language)
    }

    /// The one language to take when a text says nothing.
    var likeliest: String? { earlier ?? locale }

    /// Whether either source names one of the languages.
    func names(_ language: String) -> Bool { earlier == language || locale == language }

    private static let formerCodes = ["iw": "he", "in": "id", "nb": "da", "nn": "da", "no": "da", "cmn": "zh"]

    private static func language(of tag: String) -> String? {
        let parts = tag.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
        guard let first = parts.first, (2...3).contains(first.count), first != "und" else { return nil }
        let language = formerCodes[first] ?? first
        guard language == "zh" else { return language }
        return parts.dropFirst().contains { ["hant", "tw", "hk", "mo"].contains($0) } ? "zh-Hant" : "zh"
    }
}
