/// Separates what a sender wrote from what a program quoted below, above or around it.
public enum ReplySplitter {
    /// The parts of a text; `quotedLines` are those that HTML marks.
    public static func split(_ text: String, quotedLines: Set<Int> = []) -> ReplyParts {
        let parts = parted(text, quotedLines)
        guard parts.replyText.isEmpty, !quotedLines.isEmpty else { return parts }
        // Who answers within the quotation has its markup around the answer, too: then only words count.
        let again = parted(text, [])
        return again.replyText.isEmpty ? parts : again
    }

    private static func parted(_ text: String, _ quotedLines: Set<Int>) -> ReplyParts {
        let lines = text.utf8.split(separator: 0x0A, maxSplits: 20_000, omittingEmptySubsequences: false)
            .prefix(20_000).enumerated()
            .map { offset, line in
                TextLine(Substring(line.last == 0x0D ? line.dropLast() : line), isQuoted: quotedLines.contains(offset))
            }
        var parts = ReplyParts()
        var kept: [Int] = []
        var index = 0
        while index < lines.count {
            if let start = QuotationStart.at(index, lines) {
                let isFirst = parts.quotedHeader.isEmpty
                if isFirst { parts.quotedHeader = header(start, lines) }
                if start.kind == .forward, isFirst { parts.isForwarded = true }
                let end = quotationEnd(start, lines)
                quote(start.lines.upperBound..<end, lines, &parts)
                index = end
            } else if lines[index].isQuoted {
                quote(index..<(index + 1), lines, &parts)
                index += 1
            } else {
                kept.append(index)
                index += 1
            }
        }
        finish(kept, lines, &parts)
        return parts
    }

    /// The header's lines, and those of the block that follows a separator.
    private static func header(_ start: QuotationStart, _ lines: [TextLine]) -> [String] {
        let last = min(lines.count, start.lines.upperBound + (start.kind == .attribution ? 0 : 14))
        return lines[start.lines.lowerBound..<last].map {
            $0.text.hasPrefix(">") ? String($0.text.drop { $0 == ">" || $0 == " " }) : $0.text
        }
    }

    /// A block is quoted to the end; an attribution as far as marked lines reach, or to the end where none follow.
    private static func quotationEnd(_ start: QuotationStart, _ lines: [TextLine]) -> Int {
        guard start.kind == .attribution else { return lines.count }
        var next = start.lines.upperBound
        while next < lines.count, lines[next].isBlank, !lines[next].isQuoted { next += 1 }
        guard next < lines.count, lines[next].isQuoted else { return lines.count }
        while next < lines.count, lines[next].isQuoted || isSoftWrapped(next, lines) { next += 1 }
        return next
    }

    /// A short rest of a marked line that a program wrapped without marking it again.
    private static func isSoftWrapped(_ index: Int, _ lines: [TextLine]) -> Bool {
        let before = lines[index - 1]
        guard !lines[index].isBlank, before.isQuoted, before.text.utf8.count > 60 else { return false }
        let goesOn = lines[index].text.unicodeScalars.first?.properties.isLowercase ?? false
        if index + 1 < lines.count, lines[index + 1].isQuoted { return goesOn || lines[index].text.utf8.count < 30 }
        return goesOn && before.text.utf8.count > 70 && lines[index].text.utf8.count < 60
    }

    private static func quote(_ range: Range<Int>, _ lines: [TextLine], _ parts: inout ReplyParts) {
        for line in lines[range] {
            var text = Substring(line.text)
            if line.isQuoted, text.first == ">" { text = text.dropFirst() }
            if line.isQuoted, text.first == " " { text = text.dropFirst() }
            parts.quotedText += text + "\n"
        }
    }

    private static func finish(_ kept: [Int], _ lines: [TextLine], _ parts: inout ReplyParts) {
        let cut = SignatureStart.find(kept.map { lines[$0] })
        parts.replyText = trimmed(kept[..<cut].map { lines[$0].text })
        parts.signature = trimmed(kept[cut...].map { lines[$0].text })
        parts.quotedText = trimmed(
            parts.quotedText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        )
    }

    /// Without outer empty lines and rules, trailing blanks removed.
    private static func trimmed(_ lines: [String]) -> String {
        var lines = lines.map { line in
            var line = Substring(line)
            while let last = line.unicodeScalars.last, TextLine.isBlank(last) { line.unicodeScalars.removeLast() }
            return String(line)
        }[...]
        func isEmpty(_ line: String) -> Bool {
            line.isEmpty || line.utf8.count >= 3 && line.utf8.allSatisfy { [0x5F, 0x20, 0x2D, 0x3D].contains($0) }
        }
        while let first = lines.first, first.isEmpty { lines.removeFirst() }
        while let last = lines.last, isEmpty(last) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
