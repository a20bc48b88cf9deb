import Mail

/// The language that a mail program names: of the text, or else of its user.
enum LanguageHint {
    /// The first tag of BCP 47's form; nil where none is named.
    static func tag(_ headers: MailHeaders) -> String? {
        for name in ["content-language", "accept-language", "x-accept-language"] {
            let value = headers[name]?.split(whereSeparator: { ",; \t".contains($0) }).first
            if let value, isTag(value) { return String(value) }
        }
        return nil
    }

    private static func isTag(_ text: Substring) -> Bool {
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 35, let language = subtags.first, (2...8).contains(language.utf8.count) else {
            return false
        }
        return language.utf8.allSatisfy(isLetter)
            && subtags.dropFirst().allSatisfy { (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isLetterOrDigit) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }
}
