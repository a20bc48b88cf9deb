/// A rule's term in the form in which texts are searched.
struct Term: Hashable {
    /// Lower-case scalars with accents.
    let kept: [Unicode.Scalar]
    /// The same without accents, of equal length.
    let plain: [Unicode.Scalar]
    /// Whether longer words count, too.
    let isPrefix: Bool

    /// A term as written; `nil` when nothing searchable is in it or a star is not its last character.
    init?(_ written: String) {
        let body = written.hasSuffix("*") ? String(written.dropLast()) : written
        let text = NormalisedText(body)
        let edges = text.kept.drop { $0 == " " || $0 == "." }
        let kept = Array(edges.reversed().drop { $0 == " " || $0 == "." }.reversed())
        let plain = kept.map(LetterFolding.plain)
        self.kept = kept
        // Of most terms both are the same, and then they share their memory.
        self.plain = plain == kept ? kept : plain
        isPrefix = written.hasSuffix("*")
        guard !kept.isEmpty, !body.contains("*") else { return nil }
    }

    /// Whether the term truly stands where its plain form was found.
    func stands(in text: NormalisedText, at range: Range<Int>) -> Bool {
        let found = text.kept[range]
        guard found.elementsEqual(kept) || found.elementsEqual(text.plain[range]) else { return false }
        return startsWord(in: text, at: range.lowerBound) && (isPrefix || endsWord(in: text, at: range.upperBound))
    }

    private func startsWord(in text: NormalisedText, at start: Int) -> Bool {
        if start == 0 || !joins(text.plain[start - 1], text.plain[start]) { return true }
        return Script(text.plain[start]) == .arabic && Self.followsClitic(text, start)
    }

    private func endsWord(in text: NormalisedText, at end: Int) -> Bool {
        end == text.plain.count || !joins(text.plain[end], text.plain[end - 1])
    }

    private func joins(_ neighbour: Unicode.Scalar, _ own: Unicode.Scalar) -> Bool {
        NormalisedText.isWord(neighbour) && !(Script(neighbour)?.isUnspaced ?? false)
            && !(Script(own)?.isUnspaced ?? false)
    }

    /// Arabic writes article, "and", "with", "to" as letters before the word.
    private static func followsClitic(_ text: NormalisedText, _ start: Int) -> Bool {
        var first = start
        while first > 0, start - first <= 4, NormalisedText.isWord(text.plain[first - 1]) { first -= 1 }
        return clitics.contains(Array(text.plain[first..<start]))
    }

    private static let clitics = Set(
        "ال و ف ب ك ل لل وال فال بال كال ولل س وس ول وب".split(separator: " ").map { Array($0.unicodeScalars) }
    )
}
