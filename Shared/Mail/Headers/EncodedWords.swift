/// Text of header fields: encoded words (RFC 2047), the broken ones that mail is full of, and bytes without any code.
enum EncodedWords {
    private struct Word {
        let charset: String
        var bytes: [UInt8]
        let end: Int
    }

    /// The text on one line.
    static func decode(_ raw: [UInt8]) -> String {
        if !raw.contains(where: { $0 >= 0x80 || $0 == 0x1B || $0 == UInt8(ascii: "=") }) {
            return String(decoding: raw, as: UTF8.self)
        }
        var text = ""
        var (at, plainFrom) = (0, 0)
        var open: Word?
        func closeWord() {
            guard let word = open else { return }
            text += Charset.decode(word.bytes[...], label: word.charset).text
            open = nil
        }
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "="), at + 1 < raw.count, raw[at + 1] == UInt8(ascii: "?"),
                let word = word(raw, at)
            else {
                at += 1
                continue
            }
            let between = raw[plainFrom..<at]
            if open != nil, between.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                // A letter may be split over words of one set: its bytes are joined first.
                if open?.charset == word.charset { open?.bytes += word.bytes } else { closeWord(); open = word }
            } else {
                closeWord()
                text += Charset.decode(between, label: nil).text
                open = word
            }
            at = word.end
            plainFrom = at
        }
        closeWord()
        text += Charset.decode(raw[plainFrom...], label: nil).text
        return Lines.oneLine(text)
    }

    /// `=?charset*language?B?…?=` that begins here; its end may be missing at the end of the value.
    private static func word(_ raw: [UInt8], _ start: Int) -> Word? {
        let mark = UInt8(ascii: "?")
        guard let second = raw[(start + 2)...].prefix(60).firstIndex(of: mark), second + 2 < raw.count,
            raw[second + 2] == mark
        else { return nil }
        let label = raw[(start + 2)..<second].prefix { $0 != UInt8(ascii: "*") }
        guard !label.isEmpty, label.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let kind = raw[second + 1] | 0x20
        guard kind == UInt8(ascii: "b") || kind == UInt8(ascii: "q") else { return nil }
        let from = second + 3
        var end = from
        while end < raw.count {
            if raw[end] == mark, end + 1 >= raw.count || raw[end + 1] == UInt8(ascii: "=") {
                // `?==?` of a Q word whose text ends with an equals sign is its end all the same.
                break
            }
            end += 1
        }
        let content = raw[from..<end]
        let bytes =
            kind == UInt8(ascii: "b")
            ? Base64.decoded(content) : QuotedPrintable.decoded(content, underscoreIsSpace: true)
        return Word(
            charset: String(decoding: label, as: UTF8.self).lowercased(),
            bytes: bytes,
            end: min(end + 2, raw.count)
        )
    }
}
