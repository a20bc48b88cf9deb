/// The HTML part of a mail, made from its plain text: nothing in it loads anything.
public enum HTMLBody {
    /// A complete page: paragraphs at empty lines, breaks at line ends, web addresses as links, all else escaped.
    ///
    /// The footnote stands below in small grey letters, for machines rather than people.
    public static func htmlBody(_ text: String, language: String, footnote: String? = nil) -> String {
        let direction = WordingLanguages.direction(of: language).rawValue
        let text = Array(text.utf8)
        var tag: [UInt8] = []
        HTMLText.append(Array(language.utf8)[...], to: &tag)
        var page: [UInt8] = []
        page.reserveCapacity(text.count + text.count / 4 + 320)
        page += "<!DOCTYPE html>\n<html lang=\"".utf8
        page += tag
        page += "\" dir=\"\(direction)\">\n<head><meta charset=\"utf-8\"></head>\n<body lang=\"".utf8
        page += tag
        page += "\" dir=\"\(direction)\">\n".utf8
        appendParagraphs(of: text, to: &page)
        if let footnote {
            page += "\n<p dir=\"ltr\" style=\"color:#767676;font-size:smaller\">".utf8
            HTMLText.append(Array(footnote.utf8)[...], to: &page)
            page += "</p>".utf8
        }
        page += "\n</body>\n</html>\n".utf8
        return String(decoding: page, as: UTF8.self)
    }

    private static func appendParagraphs(of text: [UInt8], to page: inout [UInt8]) {
        var isOpen = false
        var isFirst = true
        var lines = TextLines(text)
        while let line = lines.next() {
            guard !TextLines.isBlank(line) else {
                if isOpen { page += "</p>".utf8 }
                isOpen = false
                continue
            }
            page += (isOpen ? "<br>\n" : isFirst ? "<p>" : "\n<p>").utf8
            isOpen = true
            isFirst = false
            appendLinked(line, to: &page)
        }
        if isOpen { page += "</p>".utf8 }
    }

    private static func appendLinked(_ line: ArraySlice<UInt8>, to page: inout [UInt8]) {
        var rest = line
        while let address = WebAddress.first(in: rest) {
            HTMLText.append(rest[..<address.lowerBound], to: &page)
            page += "<a href=\"".utf8
            HTMLText.append(line[address], to: &page)
            page += "\">".utf8
            HTMLText.append(line[address], to: &page)
            page += "</a>".utf8
            rest = rest[address.upperBound...]
        }
        HTMLText.append(rest, to: &page)
    }
}
