/// The HTML part of a mail, made from its plain text: nothing in it loads anything.
public enum HTMLBody {
    /// A complete page: paragraphs at empty lines, breaks at line ends, web addresses as links, all else escaped.
    public static func htmlBody(_ text: String, language: String) -> String {
        let direction = WordingLanguages.direction(of: language).rawValue
        let tag = escaped(language)
        let paragraphs = paragraphs(of: text).map { "<p>\($0.map(linked).joined(separator: "<br>\n"))</p>" }
        return """
            <!DOCTYPE html>
            <html lang="\(tag)" dir="\(direction)">
            <head><meta charset="utf-8"></head>
            <body lang="\(tag)" dir="\(direction)">
            \(paragraphs.joined(separator: "\n"))
            </body>
            </html>

            """
    }

    private static func paragraphs(of text: String) -> [[Substring]] {
        var paragraphs: [[Substring]] = [[]]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                paragraphs.append([])
            } else {
                paragraphs[paragraphs.count - 1].append(line)
            }
        }
        return paragraphs.filter { !$0.isEmpty }
    }

    private static func linked(_ line: Substring) -> String {
        var html = ""
        var rest = line
        while let start = nextAddress(in: rest) {
            html += escaped(rest[..<start])
            let address = address(from: rest[start...])
            html += "<a href=\"\(escaped(address))\">\(escaped(address))</a>"
            rest = rest[address.endIndex...]
        }
        return html + escaped(rest)
    }

    private static func nextAddress(in text: Substring) -> String.Index? {
        ["https://", "http://"].compactMap { text.firstRange(of: $0)?.lowerBound }.min()
    }

    /// The address up to a character no address has, without the punctuation of the sentence around it.
    private static func address(from text: Substring) -> Substring {
        var address = text.prefix { $0.isASCII && !$0.isWhitespace && !"<>\"'`{}|\\^".contains($0) }
        while let last = address.last, ".,;:!?)]".contains(last) { address.removeLast() }
        return address
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        var html = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            case "\t": html += " "
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": continue
            default: html.unicodeScalars.append(scalar)
            }
        }
        return html
    }
}
