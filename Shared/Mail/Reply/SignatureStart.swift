/// Finds where a signature begins among the lines a sender wrote.
enum SignatureStart {
    /// Index of the signature's first line; the count where there is none.
    static func find(_ lines: [TextLine]) -> Int {
        var end = lines.count
        let rest = countsBehind(lines)
        for (index, line) in lines.enumerated() where !line.isBlank {
            if isDelimiter(line, rest[index]) || isFooter(line, index, rest[index]) || isDevice(line, rest[index])
                || isClosing(line, lines, index, rest[index]) || isInitial(line, lines, index, rest[index])
            {
                end = index
                break
            }
        }
        return end
    }

    /// `-- `, which RFC 3676 gives to signatures; without its blank where a short block ends the mail.
    private static func isDelimiter(_ line: TextLine, _ rest: Int) -> Bool {
        if line.text == "-- " { return true }
        guard line.key == "--" || line.key == "__" || line.key == "- -" || line.key == "----" else { return false }
        return rest <= 15
    }

    /// The rule above a mailing list's own lines.
    private static func isFooter(_ line: TextLine, _ index: Int, _ rest: Int) -> Bool {
        (1...6).contains(rest) && line.isRule && line.key.utf8.first == 0x5F && index > 0
    }

    private static func isDevice(_ line: TextLine, _ rest: Int) -> Bool {
        guard line.key.utf8.count <= 120, rest <= 8 else { return false }
        let key = line.key.drop { "-—–_[(".contains($0) || $0 == " " }
        guard SignatureMarkers.devices.begin(key) else { return false }
        // A sentence that merely begins so.
        let words = key.split(separator: " ").count
        return words <= 12 && !key.contains(", ") && !(key.hasSuffix(".") && words > 6) && !key.hasSuffix("?")
    }

    /// A closing alone on its line with a few short lines behind it.
    private static func isClosing(_ line: TextLine, _ lines: [TextLine], _ index: Int, _ rest: Int) -> Bool {
        guard rest <= 14 else { return false }
        var key = Substring(line.key)
        while let last = key.last, ",.!，。！、- ".contains(last) { key.removeLast() }
        guard SignatureMarkers.closings.contains(String(key)) else { return false }
        let behind = lines[(index + 1)...].filter { !$0.isBlank }
        // A word of thanks is a signature only where a name follows it, and nothing where it is all there is.
        guard !behind.isEmpty || key.utf8.count > 3 else { return false }
        guard lines[..<index].contains(where: { !$0.isBlank }) || !behind.isEmpty else { return false }
        return behind.allSatisfy { $0.text.utf8.count <= 200 && !$0.key.hasSuffix("?") && !$0.key.hasSuffix("？") }
    }

    /// `-Ann`, `/John`: a name behind a mark, by itself at the end.
    private static func isInitial(_ line: TextLine, _ lines: [TextLine], _ index: Int, _ rest: Int) -> Bool {
        guard rest == 0, index > 1, lines[index - 1].isBlank, (3...40).contains(line.text.utf8.count),
            let mark = line.text.first, "-–—/~".contains(mark),
            let letter = line.text.dropFirst().drop(while: { $0 == mark }).first, letter.isUppercase
        else { return false }
        let before = lines[..<index].last { !$0.isBlank }
        return line.text.split(separator: " ").count <= 3 && before?.text.first != mark
    }

    /// For each line, how many behind it hold anything: counted once, because texts have up to 20,000 lines.
    private static func countsBehind(_ lines: [TextLine]) -> [Int] {
        var counts = [Int](repeating: 0, count: lines.count)
        var count = 0
        for index in lines.indices.reversed() {
            counts[index] = count
            if !lines[index].isBlank { count += 1 }
        }
        return counts
    }
}
