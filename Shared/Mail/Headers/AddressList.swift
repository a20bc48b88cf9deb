/// Lists of addresses (RFC 5322 section 3.4), as forgiving as what arrives needs.
enum AddressList {
    /// The mailboxes of a field; groups give their members.
    static func read(_ raw: [UInt8], atMost limit: Int) -> [Mailbox] {
        // Text of unlabelled sets may hold commas and brackets as second bytes.
        let needsDecoding = raw.contains { $0 >= 0x80 || $0 == 0x1B }
        let bytes = needsDecoding ? Array(Charset.decode(raw[...], label: nil).text.utf8) : raw
        var reader = Reader(bytes: bytes, limit: limit)
        reader.run()
        return reader.found
    }

    private struct Reader {
        let bytes: [UInt8]
        let limit: Int
        var found: [Mailbox] = []
        private var at = 0
        private var phrase: [UInt8] = []
        private var comment: [UInt8] = []
        private var angle: [UInt8]?
        private var wasQuoted = false
        /// Quotes that never closed; after a few, quotes are letters.
        private var unclosed = 0

        init(bytes: [UInt8], limit: Int) {
            self.bytes = bytes
            self.limit = limit
        }

        mutating func run() {
            while at < bytes.count, found.count < limit {
                let byte = bytes[at]
                switch byte {
                case UInt8(ascii: "\"") where unclosed < 10: quoted()
                case UInt8(ascii: "("): nested()
                case UInt8(ascii: "<"): bracketed()
                case UInt8(ascii: ","), UInt8(ascii: ";"): finish()
                case UInt8(ascii: ":") where angle == nil && isGroup:
                    phrase = []
                    at += 1
                case UInt8(ascii: "=") where encodedWordEnd != nil:
                    let end = encodedWordEnd ?? at + 1
                    phrase += bytes[at..<end]
                    at = end
                default:
                    phrase.append(byte)
                    at += 1
                }
            }
            if found.count < limit { finish() }
        }

        /// A colon behind `mailto` or within a route names no group.
        private var isGroup: Bool {
            !phrase.suffix(6).elementsEqual("mailto".utf8) { $0 | 0x20 == $1 } && !phrase.contains(UInt8(ascii: "@"))
        }

        private var encodedWordEnd: Int? {
            guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "?") else { return nil }
            var marks = 0
            for index in (at + 2)..<max(at + 2, min(bytes.count, at + 1_000)) where bytes[index] == UInt8(ascii: "?") {
                marks += 1
                if marks >= 3 {
                    return index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "=") ? index + 2 : nil
                }
            }
            return nil
        }

        private mutating func quoted() {
            var index = at + 1
            var content: [UInt8] = []
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
                content.append(bytes[index])
                index += 1
            }
            // A quote that never closes is a letter.
            if index >= bytes.count {
                unclosed += 1
                at += 1
                return
            }
            at = index + 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "@"),
                content.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: ",") })
            {
                return quotedLocalPart(content)
            }
            phrase += content
            wasQuoted = true
        }

        /// A local part in quotes, such as `"two words"@example.com`.
        private mutating func quotedLocalPart(_ content: [UInt8]) {
            let end = bytes[at...].firstIndex { $0 <= 0x20 || ",;<>(".utf8.contains($0) } ?? bytes.count
            if angle == nil { angle = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")] + bytes[at..<end] }
            at = end
        }

        private mutating func nested() {
            var (index, depth) = (at, 0)
            repeat {
                if bytes[index] == UInt8(ascii: "\\") {
                    index = min(index + 2, bytes.count)
                    continue
                }
                if bytes[index] == UInt8(ascii: "(") { depth += 1 }
                if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
                index += 1
            } while index < bytes.count && depth > 0
            if depth == 0 { comment = Array(bytes[(at + 1)..<(index - 1)]) } else { phrase += bytes[at..<index] }
            at = index
        }

        private mutating func bracketed() {
            let end = bytes[at...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
            let content = Lines.trimmed(Array(bytes[(at + 1)..<end]))
            if angle == nil || !(angle ?? []).contains(UInt8(ascii: "@")) { angle = content }
            at = min(end + 1, bytes.count)
        }

        private mutating func finish() {
            defer { (phrase, comment, angle, wasQuoted) = ([], [], nil, false) }
            if at < bytes.count { at += 1 }
            var name = EncodedWords.decode(Lines.trimmed(phrase))
            if let angle {
                // Routes (`<@a,@b:c@d>`) are history; `<mailto:a@b>` is a bug of the present.
                var address = String(decoding: angle, as: UTF8.self)
                if let colon = address.lastIndex(of: ":") { address = String(address[address.index(after: colon)...]) }
                address = AddressList.clean(address)
                if !address.isEmpty { return found.append(Mailbox(name: AddressList.name(name), address: address)) }
            }
            if name.isEmpty { return }
            // `name <a@b>` encoded as one word.
            if !wasQuoted, name.contains("<"), name.contains("@"), !phrase.contains(UInt8(ascii: "<")) {
                let inner = AddressList.read(Array(name.utf8), atMost: 1)
                if !inner.isEmpty { return found += inner }
            }
            let words = AddressList.joined(name).split(separator: " ")
            let addresses = words.filter { $0.contains("@") && $0.first != "@" }
            let rest = words.filter { !$0.contains("@") }.joined(separator: " ")
            name = rest.isEmpty ? EncodedWords.decode(Lines.trimmed(comment)) : rest
            // Without commas between them all are meant, and none has the name.
            for address in addresses {
                let box = Mailbox(
                    name: addresses.count == 1 ? AddressList.name(name) : nil,
                    address: AddressList.clean(String(address))
                )
                found.append(box)
            }
            if addresses.isEmpty, !rest.isEmpty { found.append(Mailbox(address: AddressList.clean(rest))) }
        }
    }

    /// Without the blanks that were once allowed around the dots of a domain.
    private static func joined(_ text: String) -> String {
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return text }
        let (blank, dot) = (UInt8(ascii: " "), UInt8(ascii: "."))
        var (domain, blanks): ([UInt8], Int) = ([], 0)
        for byte in text.utf8[at...] {
            if byte == blank {
                if domain.last != dot { blanks += 1 }
                continue
            }
            if byte != dot { domain += [UInt8](repeating: blank, count: blanks) }
            blanks = 0
            domain.append(byte)
        }
        return String(decoding: text.utf8[..<at], as: UTF8.self) + String(decoding: domain, as: UTF8.self)
    }

    private static func name(_ text: String) -> String? {
        var text = Lines.oneLine(text).utf8[...]
        while text.count > 1, let first = text.first, first == text.last, first == 0x22 || first == 0x27 {
            text = text.dropFirst().dropLast()
        }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    private static func withoutComments(_ address: String) -> String {
        var (kept, rest) = ("", address[...])
        while let open = rest.firstIndex(of: "("), let end = rest[open...].firstIndex(of: ")") {
            kept += rest[..<open]
            rest = rest[rest.index(after: end)...]
        }
        return kept + rest
    }

    private static func clean(_ address: String) -> String {
        var address = Lines.oneLine(address)
        if address.lowercased().hasPrefix("mailto:") { address = String(address.dropFirst(7)) }
        if address.contains("@"), !address.hasPrefix("\"") { address = withoutComments(address).filter { $0 != " " } }
        if address.hasPrefix("\""), address.contains("\"@") { return address }
        address = String(address.drop { "<'\"[".contains($0) })
        while let last = address.last, ">'\".".contains(last) { address.removeLast() }
        return address
    }
}
