/// Reads a response from its pieces (RFC 3501 section 7); pure, any order, any case.
struct ResponseParser {
    private var cursor: ValueCursor

    /// `nil` when the pieces are no IMAP.
    static func parse(_ pieces: [ResponseReader.Piece]) -> Response? {
        var parser = ResponseParser(cursor: ValueCursor(pieces))
        return parser.response()
    }

    private mutating func response() -> Response? {
        guard let first = cursor.word() else { return nil }
        if first == "+" { return .continuation(cursor.rest()) }
        guard let second = cursor.word() else { return nil }
        if let status = Status(word: second) {
            let text = statusText(status)
            return first == "*" ? .untagged(text) : .tagged(first, text)
        }
        guard first == "*" else { return nil }
        if let number = Int(second) { return numbered(number) }
        switch second.uppercased() {
        case "CAPABILITY": return .capability(Set(cursor.rest().uppercased().split(separator: " ").map(String.init)))
        case "SEARCH": return search()
        default: return .other
        }
    }

    /// UIDs; a part that is none, such as `(MODSEQ 5)`, ends them.
    private mutating func search() -> Response {
        .search(
            cursor.rest().utf8.split(separator: UInt8(ascii: " ")).lazy.map { UInt32(Substring($0)) }.prefixOfSome()
        )
    }

    private mutating func numbered(_ number: Int) -> Response? {
        guard let word = cursor.word() else { return nil }
        switch word.uppercased() {
        case "EXISTS": return number >= 0 ? .exists(number) : nil
        case "FETCH": return fetch()
        default: return .other
        }
    }

    private mutating func statusText(_ status: Status) -> StatusText {
        let rest = cursor.rest()
        guard rest.hasPrefix("["), let end = rest.firstIndex(of: "]") else {
            return StatusText(status: status, words: rest)
        }
        let code = rest[rest.index(after: rest.startIndex)..<end].split(separator: " ", maxSplits: 1)
        return StatusText(
            status: status,
            code: code.first.map { $0.uppercased() } ?? "",
            argument: code.count > 1 ? String(code[1]) : "",
            words: String(rest[rest.index(after: end)...].drop { $0 == " " })
        )
    }

    private mutating func fetch() -> Response? {
        guard case .list(let values)? = cursor.value(), values.count.isMultiple(of: 2) else { return nil }
        var items = FetchedItems()
        for index in stride(from: 0, to: values.count, by: 2) {
            guard let name = values[index].atom?.uppercased() else { return nil }
            guard Self.set(name, to: values[index + 1], in: &items) else { return nil }
        }
        return .fetch(items)
    }

    private static func set(_ name: String, to value: Value, in items: inout FetchedItems) -> Bool {
        switch name {
        case "UID":
            items.uid = value.atom.flatMap { UInt32($0) }
            return items.uid != nil
        case "RFC822.SIZE":
            items.size = value.atom.flatMap { Int($0) }
            return items.size != nil
        case "INTERNALDATE": items.receivedAt = value.bytes.flatMap(InternalDate.date)
        case "BODY[]": items.body = body(value)
        case _ where name.hasPrefix("BODY[]<"): items.body = body(value)
        default: break
        }
        return true
    }

    private static func body(_ value: Value) -> FetchedItems.Body {
        switch value {
        case .body: .streamed
        case .string(let bytes): .text(bytes)
        default: .missing
        }
    }
}

extension Sequence {
    fileprivate func prefixOfSome<Wrapped>() -> [Wrapped] where Element == Wrapped? {
        var some: [Wrapped] = []
        for element in self {
            guard let element else { break }
            some.append(element)
        }
        return some
    }
}
