/// Splits a header block into fields (RFC 5322 section 2.2), whatever line ends it has.
enum HeaderBlock {
    /// The fields and where the body begins.
    ///
    /// A line that is no field ends the block, as a missing empty line would; junk before the first field is passed over.
    static func read(_ bytes: ArraySlice<UInt8>, _ limits: MailLimits) -> (headers: MailHeaders, body: Int, isCut: Bool)
    {
        var fields: [MailHeaders.Field] = []
        var (at, size, isCut) = (bytes.startIndex, 0, false)
        while at < bytes.endIndex {
            let line = Lines.line(bytes, at)
            if line.content.isEmpty {
                at = line.next
                // Some mailers begin with an empty line.
                if fields.isEmpty, at < bytes.endIndex, at - bytes.startIndex < 8,
                    isField(Lines.line(bytes, at).content)
                {
                    continue
                }
                break
            }
            guard let colon = colon(line.content) else {
                if fields.isEmpty, at == bytes.startIndex,
                    line.content.starts(with: "From ".utf8) || line.content.starts(with: ">From ".utf8)
                {
                    at = line.next
                    continue
                }
                // A field without a name is none.
                if !fields.isEmpty, line.content.first == 0 || line.content.first == UInt8(ascii: ":") {
                    at = line.next
                    continue
                }
                // Junk within a block: passed over where fields follow at once.
                if !fields.isEmpty, line.next < bytes.endIndex, isField(Lines.line(bytes, line.next).content) {
                    at = line.next
                    continue
                }
                break
            }
            let (value, next) = unfolded(bytes, line, from: colon + 1)
            size += next - at
            at = next
            if size > limits.headerBytes || fields.count >= limits.fields { isCut = true; continue }
            fields.append(.init(name: name(line.content[..<colon]), raw: value))
        }
        return (MailHeaders(fields), at, isCut)
    }

    static func isField(_ line: ArraySlice<UInt8>) -> Bool { colon(line) != nil }

    /// The colon behind a field name.
    private static func colon(_ line: ArraySlice<UInt8>) -> Int? {
        guard let colon = line.prefix(200).firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            return nil
        }
        var end = colon
        while end > line.startIndex, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        let name = line[line.startIndex..<end]
        return !name.isEmpty && name.allSatisfy { (0x21...0x7E).contains($0) || $0 == 0 } ? colon : nil
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    }

    private static func unfolded(
        _ bytes: ArraySlice<UInt8>,
        _ first: Lines.Line,
        from: Int
    ) -> (value: [UInt8], next: Int) {
        var value = Array(first.content[from...])
        var next = first.next
        while next < bytes.endIndex, bytes[next] == 0x20 || bytes[next] == 0x09 {
            let line = Lines.line(bytes, next)
            // A folded line of blanks alone ends nothing: mailers that wrap badly write them.
            value += line.content
            next = line.next
        }
        return (Lines.trimmed(value.map { $0 == 0 ? 0x20 : $0 }), next)
    }
}
