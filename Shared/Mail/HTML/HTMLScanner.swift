/// Tags and text of HTML, as browsers forgive it; scripts, styles and comments are passed over.
struct HTMLScanner {
    struct Tag {
        let name: String
        let attributes: [String: String]
        let closesItself: Bool
    }

    enum Token {
        case text(ArraySlice<UInt8>)
        case open(Tag)
        case close(String)
    }

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Token? {
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<"), at + 1 < bytes.count else { return text() }
            let following = bytes[at + 1]
            if following == UInt8(ascii: "!") || following == UInt8(ascii: "?") {
                skipDeclaration()
            } else if following == UInt8(ascii: "/") {
                return close()
            } else if Self.isLetter(following) {
                if let tag = open() { return .open(tag) }
            } else {
                return text()
            }
        }
        return nil
    }

    private mutating func text() -> Token {
        let end = bytes[(at + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        defer { at = end }
        return .text(bytes[at..<end])
    }

    private mutating func skipDeclaration() {
        if bytes[at...].starts(with: "<!--".utf8) {
            // `<!-->` and conditional comments for Outlook end where they end for a browser.
            var index = at + 4
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: ">"), bytes[index - 1] == UInt8(ascii: "-"),
                    bytes[index - 2] == UInt8(ascii: "-")
                {
                    at = index + 1
                    return
                }
                index += 1
            }
            at = bytes.count
        } else {
            at = bytes[at...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
        }
    }

    private mutating func close() -> Token {
        let end = bytes[at...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
        let name = bytes[min(at + 2, end)..<end].prefix { Self.isLetter($0) || ($0 >= 0x30 && $0 <= 0x3A) }
        at = min(end + 1, bytes.count)
        return .close(String(decoding: name, as: UTF8.self).lowercased())
    }

    /// Nil for an element whose content nobody reads.
    private mutating func open() -> Tag? {
        at += 1
        let name = take { Self.isLetter($0) || ($0 >= 0x30 && $0 <= 0x3A) }.lowercased()
        var attributes: [String: String] = [:]
        while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
            if bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: "/") || bytes[at] == UInt8(ascii: "=") {
                at += 1
                continue
            }
            let key = take {
                $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
            }
            let value = self.value()
            if attributes.count < 30, attributes[key] == nil { attributes[key.lowercased()] = value }
        }
        let closesItself = at > 0 && at < bytes.count && bytes[at - 1] == UInt8(ascii: "/")
        at = min(at + 1, bytes.count)
        if ["script", "style", "title", "template", "noscript", "svg", "object"].contains(name), !closesItself {
            skip(to: name)
            return nil
        }
        return Tag(name: name, attributes: attributes, closesItself: closesItself)
    }

    private mutating func value() -> String {
        var index = at
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return "" }
        index += 1
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        at = index
        guard at < bytes.count else { return "" }
        let quote = bytes[at]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return take { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        }
        at += 1
        let value = take { $0 != quote }
        at = min(at + 1, bytes.count)
        return value
    }

    private mutating func take(_ belongs: (UInt8) -> Bool) -> String {
        let start = at
        while at < bytes.count, belongs(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    /// Passes over everything up to the end tag, or to the end.
    private mutating func skip(to name: String) {
        let end = Array("</\(name)".utf8)
        while at < bytes.count {
            guard let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) else { break }
            at = open
            if bytes[open...].prefix(end.count).elementsEqual(end, by: { $0 | 0x20 == $1 | 0x20 }) {
                at = bytes[open...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
                return
            }
            at += 1
        }
        at = bytes.count
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
