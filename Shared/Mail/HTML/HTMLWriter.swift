/// Lines of text from tags and text.
struct HTMLWriter {
    private struct Open {
        let name: String
        var isCitation = false
        var isHidden = false
        var quotes = false
        var link: String?
        var linkFrom = 0
        /// Number of the next item; nil in lists without numbers.
        var item: Int?
    }

    private let limits: MailLimits
    private var stack: [Open] = []
    private var lines: [String] = []
    private var quoted: Set<Int> = []
    private var line = ""
    private var lineIsQuoted = false
    private var lineDepth = 0
    private var needsSpace = false
    private var blanks = 0
    private var (citations, hidden, quotes, pre) = (0, 0, 0, 0)
    private var restIsQuoted = false
    private var size = 0
    private var cells = 0

    init(_ limits: MailLimits) {
        self.limits = limits
    }

    mutating func text(_ bytes: ArraySlice<UInt8>) {
        guard hidden == 0, size < limits.textBytes else { return }
        let text = HTMLEntities.decoded(bytes)
        if pre > 0 {
            for (index, piece) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { lineEnd() }
                append(String(piece.filter { $0 != "\r" }))
            }
            return
        }
        var word = String.UnicodeScalarView()
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 0x20 || scalar.value == 0xA0 }
        for scalar in text.unicodeScalars {
            if isSpace(scalar) {
                if !word.isEmpty { put(String(word)); word.removeAll() }
                if !line.isEmpty { needsSpace = true }
            } else if scalar.value != 0x200B && scalar.value != 0xFEFF && scalar.value != 0xAD && scalar.value != 0x200C
            {
                word.append(scalar)
            }
        }
        if !word.isEmpty { put(String(word)) }
    }

    private mutating func put(_ word: String) {
        append(needsSpace && !line.isEmpty ? " " + word : word)
        needsSpace = false
    }

    private mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        if line.isEmpty { (lineIsQuoted, lineDepth) = (quotes > 0 || restIsQuoted, min(citations, 20)) }
        line += text
        size += text.utf8.count
    }

    mutating func open(_ tag: HTMLScanner.Tag) {
        let name = tag.name
        switch name {
        case "br": lineEnd()
        case "hr": block(); append("________________________________"); block()
        case "img": if let text = tag.attributes["alt"], !text.isEmpty, hidden == 0 { put("[\(Lines.oneLine(text))]") }
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre": paragraph()
        case "div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "form", "address",
            "tbody":
            block()
        case "td", "th": cell()
        default: break
        }
        if name == "tr" { cells = 0 }
        if name == "li" { bullet() }
        mark(tag)
    }

    private mutating func mark(_ tag: HTMLScanner.Tag) {
        if ["br", "hr", "img", "meta", "link", "input", "base", "col", "area", "wbr"].contains(tag.name)
            || tag.closesItself && tag.name.contains(":")
        {
            return
        }
        guard stack.count < limits.elements else { return }
        var entry = Open(name: tag.name)
        switch QuoteMarkup.meaning(tag) {
        case .encloses: entry.quotes = true; quotes += 1
        case .begins: block(); restIsQuoted = true
        case nil: break
        }
        if tag.name == "blockquote" { entry.isCitation = true; citations += 1 }
        if tag.name == "pre" { pre += 1 }
        if isHidden(tag) { entry.isHidden = true; hidden += 1 }
        if tag.name == "a", let target = tag.attributes["href"], target.lowercased().hasPrefix("http") {
            (entry.link, entry.linkFrom) = (HTMLEntities.decoded(Array(target.utf8)[...]), line.utf8.count)
        }
        if tag.name == "ol" { entry.item = 1 }
        stack.append(entry)
    }

    private func isHidden(_ tag: HTMLScanner.Tag) -> Bool {
        if tag.name == "head" { return true }
        guard let style = tag.attributes["style"]?.lowercased().filter({ $0 != " " }) else { return false }
        return style.contains("display:none") || style.contains("mso-hide:all")
    }

    mutating func close(_ name: String) {
        if name == "p" || name == "br" { paragraphEnd(name) }
        guard let index = stack.lastIndex(where: { $0.name == name }) else { return }
        for entry in stack[index...].reversed() { leave(entry) }
        stack.removeSubrange(index...)
    }

    private mutating func paragraphEnd(_ name: String) {
        if name == "br" { lineEnd() } else { paragraph() }
    }

    private mutating func leave(_ entry: Open) {
        if let link = entry.link, entry.linkFrom <= line.utf8.count, hidden == 0 {
            let shown = line[line.utf8.index(line.startIndex, offsetBy: entry.linkFrom)...]
            let bare = shown.filter { !$0.isWhitespace }
            if bare.isEmpty || !link.contains(bare.hasSuffix("/") ? String(bare.dropLast()) : bare) {
                if link.utf8.count <= 500, !bare.isEmpty { append(" <\(link)>") }
            }
        }
        switch entry.name {
        case "div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "form", "address":
            block()
        case "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre": paragraph()
        default: break
        }
        if entry.isCitation { citations -= 1 }
        if entry.quotes { quotes -= 1 }
        if entry.name == "pre" { pre -= 1 }
        if entry.isHidden { hidden -= 1 }
    }

    private mutating func bullet() {
        guard let index = stack.lastIndex(where: { $0.name == "ul" || $0.name == "ol" }) else { return append("- ") }
        let depth = stack[...index].count { $0.name == "ul" || $0.name == "ol" } - 1
        let indent = String(repeating: "  ", count: min(depth, 10))
        if let number = stack[index].item {
            append("\(indent)\(number). ")
            stack[index].item = number + 1
        } else {
            append(indent + "- ")
        }
        needsSpace = false
    }

    private mutating func cell() {
        if cells > 0, !line.isEmpty { append(" | ") }
        cells += 1
        needsSpace = false
    }

    /// Ends the line where it holds anything.
    private mutating func block() { if !line.isEmpty { lineEnd() } }

    /// Ends the line and leaves one empty.
    private mutating func paragraph() {
        block()
        if blanks == 0, !lines.isEmpty { blankLine() }
    }

    private mutating func blankLine() {
        guard hidden == 0, blanks < 2, size < limits.textBytes else { return }
        if quotes > 0 || restIsQuoted { quoted.insert(lines.count) }
        lines.append(citations > 0 ? String(repeating: ">", count: min(citations, 20)) : "")
        blanks += 1
        size += 1
    }

    private mutating func lineEnd() {
        guard !line.isEmpty else { return blankLine() }
        while line.last == " " || line.last == "|" { line.removeLast() }
        if lineIsQuoted { quoted.insert(lines.count) }
        lines.append(lineDepth > 0 ? String(repeating: ">", count: lineDepth) + " " + line : line)
        (line, needsSpace, blanks) = ("", false, 0)
    }

    mutating func finish() -> (text: String, quotedLines: Set<Int>) {
        block()
        while lines.last == "" { lines.removeLast() }
        let first = lines.firstIndex { !$0.isEmpty } ?? 0
        return (lines[first...].joined(separator: "\n"), Set(quoted.map { $0 - first }))
    }
}
