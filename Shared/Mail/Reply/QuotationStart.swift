/// Finds the header that a mail program writes above a quotation.
struct QuotationStart {
    /// What kind of header it is.
    enum Kind {
        /// `On … wrote:`; marked lines may follow, and the reply may go on behind them.
        case attribution
        /// A block with From and Sent, or a separator: everything behind it is quoted.
        case block
        /// The same of a forwarded mail.
        case forward
    }

    let kind: Kind
    /// Lines of the header itself.
    let lines: Range<Int>

    /// The header that begins at a line; nil where none does.
    static func at(_ index: Int, _ lines: [TextLine]) -> QuotationStart? {
        let line = lines[index]
        guard !line.isBlank, !line.isQuoted else { return nil }
        if line.key.utf8.count < 300, ReplyMarkers.replyAbove.isWithin(line.key) {
            return .init(kind: .block, lines: index..<(index + 1))
        }
        return separator(index, lines) ?? block(index, lines) ?? attribution(index, lines)
    }

    /// `-----Original Message-----`, `---------- Forwarded message ---------`, `Begin forwarded message:`.
    private static func separator(_ index: Int, _ lines: [TextLine]) -> QuotationStart? {
        let key = lines[index].key
        guard key.utf8.count < 160 else { return nil }
        let core = key.drop { "-_=~—–─━* >".contains($0) }
        let dashes = key.utf8.count - core.utf8.count
        var name = core
        while let last = name.last, "-_=~—–─━* :：>.".contains(last) { name.removeLast() }
        if !name.isEmpty {
            let isMarked = dashes >= 2 || (name.count < core.count && (core.last == ":" || core.last == "："))
            if ReplyMarkers.forwards.begin(name), isMarked {
                return .init(kind: .forward, lines: index..<(index + 1))
            }
            if dashes >= 2, ReplyMarkers.originals.begin(name) || isReplied(name) {
                return .init(kind: .block, lines: index..<(index + 1))
            }
        }
        // A rule counts only with a header block behind it.
        guard lines[index].isRule else { return nil }
        var next = index + 1
        while next < lines.count, next - index < 4, lines[next].isBlank { next += 1 }
        guard next < lines.count, let block = block(next, lines) else { return nil }
        return .init(kind: .block, lines: index..<block.lines.upperBound)
    }

    /// NetEase's `---- 回复的原邮件 ----` and `---- Replied Message ----`.
    private static func isReplied(_ name: Substring) -> Bool {
        name.hasPrefix("replied message") || name.hasPrefix("回复的原邮件") || name.hasPrefix("回覆的原郵件")
    }

    /// From and at least one of date, recipient and subject within a few lines.
    private static func block(_ index: Int, _ lines: [TextLine]) -> QuotationStart? {
        guard let first = lines[index].labelled, let kind = kind(first.name) else { return nil }
        guard kind == .from || kind == .date || kind == .subject,
            !first.value.allSatisfy(\.isWhitespace) || kind == .from
        else { return nil }
        var kinds: Set<Label> = [kind]
        var (end, misses) = (index + 1, 0)
        for next in (index + 1)..<max(index + 1, min(index + 12, lines.count)) {
            if lines[next].isBlank {
                // Outlook on telephones sets the lines apart.
                guard next + 1 < lines.count, let label = lines[next + 1].labelled, self.kind(label.name) != nil,
                    kinds.count < 4
                else { break }
                continue
            }
            guard let label = lines[next].labelled, let found = self.kind(label.name) else {
                misses += 1
                if misses > 2 { break }
                continue
            }
            if kinds.contains(found), found != .to { break }
            kinds.insert(found)
            end = next + 1
        }
        guard kinds.contains(.from), kinds.count >= 3 || (kinds.count == 2 && !kinds.isSubset(of: [.from, .subject]))
        else { return nil }
        return .init(kind: .block, lines: index..<end)
    }

    private enum Label { case from, date, to, subject }

    private static func kind(_ name: String) -> Label? {
        if ReplyMarkers.fromLabels.contains(name) { return .from }
        if ReplyMarkers.dateLabels.contains(name) { return .date }
        if ReplyMarkers.toLabels.contains(name) { return .to }
        return ReplyMarkers.subjectLabels.contains(name) ? .subject : nil
    }

    /// `On … wrote:` over one to four lines.
    private static func attribution(_ index: Int, _ lines: [TextLine]) -> QuotationStart? {
        var joined = ""
        for end in index..<min(index + 5, lines.count) {
            // A blank line within it comes from programs that wrap badly.
            if lines[end].isBlank { if end == index || joined.utf8.count < 12 { return nil }; continue }
            guard !lines[end].isQuoted, end == index || !startsAnew(lines[end].key) else { return nil }
            joined += joined.isEmpty ? lines[end].key : " " + lines[end].key
            guard joined.utf8.count < 400 else { return nil }
            guard lines[end].mayEndAttribution else { continue }
            if AttributionLine.matches(joined, isFollowedByQuote: isQuoteNext(end + 1, lines)) {
                // Lines of the reply itself do not belong to it: it begins at the last line that it can.
                if end > index, isWhole(index, (index + 1)...end, lines) { return nil }
                return .init(kind: .attribution, lines: index..<(end + 1))
            }
        }
        return nil
    }

    /// Whether a later line begins an attribution that ends at the same place.
    private static func isWhole(_ first: Int, _ range: ClosedRange<Int>, _ lines: [TextLine]) -> Bool {
        range.contains { start in
            let joined = lines[start...range.upperBound].map(\.key).joined(separator: " ")
            guard ReplyMarkers.openings.begin(joined) || start == range.upperBound || lines[start - 1].isBlank
            else { return false }
            return AttributionLine.matches(joined, isFollowedByQuote: isQuoteNext(range.upperBound + 1, lines))
                && (AttributionLine.hasDate(joined) || !opens(first..<start, lines))
        }
    }

    /// Whether lines can be the beginning of an attribution: a word that opens one, or a date.
    private static func opens(_ range: Range<Int>, _ lines: [TextLine]) -> Bool {
        ReplyMarkers.openings.begin(lines[range.lowerBound].key)
            || range.contains { AttributionLine.hasDate(lines[$0].key) }
    }

    /// A line that itself looks like a first one: the lines before it belong to the reply.
    private static func startsAnew(_ key: String) -> Bool {
        key.hasPrefix("on ") && AttributionLine.hasDate(key)
    }

    private static func isQuoteNext(_ index: Int, _ lines: [TextLine]) -> Bool {
        var next = index
        while next < lines.count, next < index + 3, lines[next].isBlank, !lines[next].isQuoted { next += 1 }
        return next < lines.count && lines[next].isQuoted
    }
}
