/// HTML as a person would read it: paragraphs, lists, links, tables; quotations marked by `> `.
enum HTMLText {
    /// The text, and which of its lines the markup calls quotation.
    static func render(_ html: String, _ limits: MailLimits) -> (text: String, quotedLines: Set<Int>) {
        var scanner = HTMLScanner(Array(html.utf8))
        var writer = HTMLWriter(limits)
        while let token = scanner.next() {
            switch token {
            case .text(let bytes): writer.text(bytes)
            case .open(let tag): writer.open(tag)
            case .close(let name): writer.close(name)
            }
        }
        return writer.finish()
    }
}
