/// The languages everything is worded in, and what to use for the others.
public enum WordingLanguages {
    /// English, Chinese, Spanish, German, Arabic, Vietnamese.
    public static let all = ["en", "zh", "es", "de", "ar", "vi"]

    /// The language to write in for a customer's BCP 47 tag: its base language if there is a wording, else English.
    public static func closest(to tag: String?) -> String {
        if let tag, let same = all.first(where: { $0 == tag }) { return same }
        let base = (tag ?? "").lowercased().prefix { $0.isLetter }
        return all.first { $0 == base } ?? "en"
    }

    /// Which way a language is written; languages without wording are known, too.
    public static func direction(of tag: String) -> TextDirection {
        if all.contains(tag) { return tag == "ar" ? .rightToLeft : .leftToRight }
        let base = String(tag.lowercased().prefix { $0.isLetter })
        return ["ar", "fa", "ur", "he", "ps", "ckb", "yi", "dv"].contains(base) ? .rightToLeft : .leftToRight
    }
}
