/// Phrases to look for in lower-case text, byte by byte: texts come by the thousand, phrases by the hundred.
struct Phrases: Sendable {
    private let byFirst: [[[UInt8]]]
    private let byLast: [[[UInt8]]]

    init(_ phrases: some Sequence<String>) {
        var (first, last) = ([[[UInt8]]](repeating: [], count: 256), [[[UInt8]]](repeating: [], count: 256))
        for phrase in phrases {
            let bytes = Array(phrase.utf8)
            guard let begin = bytes.first, let end = bytes.last else { continue }
            first[Int(begin)].append(bytes)
            last[Int(end)].append(bytes)
        }
        (byFirst, byLast) = (first, last)
    }

    /// Whether the text begins with one.
    func begin(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first else { return false }
        return byFirst[Int(first)].contains { text.utf8.starts(with: $0) }
    }

    /// The lengths of those that the text ends with.
    func ending(_ text: some StringProtocol) -> [Int] {
        let bytes = Array(text.utf8)
        guard let last = bytes.last else { return [] }
        return byLast[Int(last)].map(\.count).enumerated()
            .filter {
                bytes.count >= $0.element && bytes.suffix($0.element).elementsEqual(byLast[Int(last)][$0.offset])
            }
            .map(\.element)
    }

    /// Whether the text holds one.
    func isWithin(_ text: some StringProtocol) -> Bool { isWithin(Array(text.utf8)) }

    /// Whether the bytes hold one.
    func isWithin(_ bytes: [UInt8]) -> Bool {
        for (index, byte) in bytes.enumerated() {
            for phrase in byFirst[Int(byte)] where phrase.count <= bytes.count - index {
                var same = 1
                while same < phrase.count, bytes[index + same] == phrase[same] { same += 1 }
                if same == phrase.count { return true }
            }
        }
        return false
    }

    /// The beginning of a text as phrases are looked for in it: lower case, on one line, single blanks.
    static func folded(_ text: String, atMost limit: Int) -> [UInt8] {
        let cut = text.utf8.prefix(limit)
        let isPlain = cut.allSatisfy { $0 < 0x80 }
        let bytes = isPlain ? Array(cut) : Array(String(decoding: cut, as: UTF8.self).lowercased().utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == 0x20 || byte == 0x09 || byte == 0x0A {
                if out.last != 0x20 { out.append(0x20) }
            } else {
                out.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
        return out
    }
}
