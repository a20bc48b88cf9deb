/// Reads the structure of a mail (RFC 2046) in one pass over each level, within bounds.
struct MIMEReader {
    private let limits: MailLimits
    private var count = 0
    /// What was cut.
    private(set) var problems: [String] = []

    init(_ limits: MailLimits) {
        self.limits = limits
    }

    /// The part whose header begins the slice.
    mutating func read(_ bytes: ArraySlice<UInt8>, depth: Int = 0, inDigest: Bool = false) -> MIMEPart {
        let (headers, start, isCut) = HeaderBlock.read(bytes, limits)
        if isCut {
            note(
                "a header is longer than \(limits.headerBytes) bytes or \(limits.fields) fields: the rest of it is left out"
            )
        }
        let named = headers.raw("content-type").flatMap(ContentType.init)
        let type = named ?? (inDigest ? ContentType(mediaType: "message/rfc822", parameters: [:]) : .plain)
        var part = MIMEPart(headers: headers, contentType: type, isTyped: named != nil, body: bytes[start...])
        count += 1
        if type.type == "multipart" { part.parts = children(of: part, depth: depth) }
        if isMail(type), part.encoding.isIdentity {
            guard depth < limits.depth else {
                note("parts lie deeper than \(limits.depth): the inner ones are left as they are")
                return part
            }
            part.parts = [read(part.body, depth: depth + 1)]
        }
        return part
    }

    private func isMail(_ type: ContentType) -> Bool {
        type.mediaType == "message/rfc822" || type.mediaType == "message/global"
    }

    private mutating func children(of part: MIMEPart, depth: Int) -> [MIMEPart] {
        guard depth < limits.depth else {
            note("parts lie deeper than \(limits.depth): the inner ones are left as they are")
            return []
        }
        guard let boundary = part.contentType.parameters["boundary"] ?? firstBoundary(part.body) else { return [] }
        let isDigest = part.contentType.mediaType == "multipart/digest"
        var parts: [MIMEPart] = []
        var delimiter = Array(boundary.utf8)
        // Blanks at its end are forbidden, and lost on the way.
        while let last = delimiter.last, last == 0x20 || last == 0x09 { delimiter.removeLast() }
        for slice in slices(part.body, delimiter) {
            guard count < limits.parts else {
                note("it has more than \(limits.parts) parts: the rest is left out")
                break
            }
            parts.append(read(slice, depth: depth + 1, inDigest: isDigest))
        }
        return parts
    }

    /// The line that looks like a boundary where none is named.
    private func firstBoundary(_ body: ArraySlice<UInt8>) -> String? {
        var at = body.startIndex
        for _ in 0..<50 where at < body.endIndex {
            let line = Lines.line(body, at)
            if line.content.count > 5, line.content.starts(with: "--".utf8) {
                return String(decoding: Lines.trimmed(Array(line.content.dropFirst(2))), as: UTF8.self)
            }
            at = line.next
        }
        return nil
    }

    /// What lies between the delimiters; a last part without its end is kept.
    private mutating func slices(_ body: ArraySlice<UInt8>, _ boundary: [UInt8]) -> [ArraySlice<UInt8>] {
        guard !boundary.isEmpty else { return [] }
        var slices: [ArraySlice<UInt8>] = []
        var start: Int?
        var at = body.startIndex
        while at < body.endIndex, slices.count <= limits.parts {
            let line = Lines.line(body, at)
            if let isLast = delimiter(line.content, boundary) {
                if let start { slices.append(body[start..<max(start, beforeLineEnd(body, at, start))]) }
                start = isLast ? nil : line.next
                if isLast { return slices }
            }
            at = line.next
        }
        if let start {
            note("it ends before its last part does")
            if start < body.endIndex { slices.append(body[start...]) }
        }
        return slices
    }

    /// Whether a line is `--boundary` (false) or `--boundary--` (true); nil where it is neither.
    private func delimiter(_ line: ArraySlice<UInt8>, _ boundary: [UInt8]) -> Bool? {
        guard line.count >= boundary.count + 2, line.starts(with: "--".utf8), line.dropFirst(2).starts(with: boundary)
        else { return nil }
        var rest = line.dropFirst(2 + boundary.count)
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        if rest.isEmpty { return false }
        return rest.elementsEqual("--".utf8) ? true : nil
    }

    /// The line end before a delimiter belongs to the delimiter.
    private func beforeLineEnd(_ body: ArraySlice<UInt8>, _ at: Int, _ start: Int) -> Int {
        var end = at
        if end > start, body[end - 1] == 0x0A { end -= 1 }
        if end > start, body[end - 1] == 0x0D { end -= 1 }
        return end
    }

    private mutating func note(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }
}

extension TransferEncoding {
    /// Whether bytes stand as they are.
    var isIdentity: Bool { if case .identity = self { true } else { false } }
}
