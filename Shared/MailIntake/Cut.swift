/// Texts cut to the bounds of the contract, never within a letter.
enum Cut {
    /// At most so many Unicode scalars.
    static func scalars(_ text: String, _ most: Int) -> String {
        text.utf8.count <= most ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
    }

    /// At most so many bytes of UTF-8.
    static func bytes(_ text: String, _ most: Int) -> String {
        guard text.utf8.count > most else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: most)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}
