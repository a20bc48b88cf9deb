import FoundationEssentials

/// JSON under construction: one buffer, a stack of open objects and arrays, members put in order as objects close.
///
/// `Codable` hands out containers that may all be kept, so each knows its place on the stack; writing into one closes
/// those above it.
final class WireWriter {
    struct Frame {
        let isObject: Bool
        /// Position behind the opening bracket.
        let begin: Int
        /// First of this object's entries in `members`.
        let firstMember: Int
        var count = 0
        var isSorted = true
    }

    struct Member {
        let key: String
        let begin: Int
    }

    private(set) var bytes: [UInt8] = []
    private var frames: [Frame] = []
    private var members: [Member] = []

    init() {
        bytes.reserveCapacity(512)
    }

    var depth: Int { frames.count }

    /// Opens an object or array; returns its place on the stack.
    func open(isObject: Bool) -> Int {
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        frames.append(Frame(isObject: isObject, begin: bytes.count, firstMember: members.count))
        return frames.count - 1
    }

    /// Closes everything above `depth`.
    func close(downTo depth: Int) {
        while frames.count > depth {
            let frame = frames.removeLast()
            if !frame.isSorted { sort(frame) }
            if frame.isObject { members.removeSubrange(frame.firstMember...) }
            bytes.append(frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    /// Makes room for a member of the object at `place`.
    func key(_ key: String, at place: Int) {
        close(downTo: place + 1)
        if frames[place].count > 0 {
            bytes.append(UInt8(ascii: ","))
            if let last = members.last, !(last.key < key) { frames[place].isSorted = false }
        }
        frames[place].count += 1
        members.append(Member(key: key, begin: bytes.count))
        JSONString.write(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Makes room for an element of the array at `place`.
    func element(at place: Int) {
        close(downTo: place + 1)
        if frames[place].count > 0 { bytes.append(UInt8(ascii: ",")) }
        frames[place].count += 1
    }

    func count(at place: Int) -> Int { frames[place].count }

    func write(_ text: String) { JSONString.write(text, to: &bytes) }
    func write(literal: String) { bytes += literal.utf8 }
    func write(integer value: Int) { JSONNumber.write(value, to: &bytes) }
    func write(integer value: some BinaryInteger) { bytes += String(value).utf8 }

    /// Numbers as Swift prints them, whole ones without decimals.
    ///
    /// - Throws: `EncodingError` when the number is not finite.
    func write(number value: some BinaryFloatingPoint & CustomStringConvertible) throws {
        try JSONNumber.write(value, to: &bytes)
    }

    /// Any value; what it opens is closed when it returns.
    func write<Value: Encodable>(_ value: Value, _ path: [any CodingKey]) throws {
        if Value.self == String.self, let text = value as? String { return write(text) }
        if Value.self == UUID.self, let id = value as? UUID { return write(id.uppercase) }
        if Value.self == Date.self, let date = value as? Date { return write(RFC3339.text(date)) }
        let (depth, before) = (frames.count, bytes.count)
        try value.encode(to: WireVisitor(writer: self, codingPath: path, base: depth))
        close(downTo: depth)
        if bytes.count == before { write(literal: "{}") }
    }

    /// Puts the members of an object in the order of their keys.
    private func sort(_ frame: Frame) {
        let own = members[frame.firstMember...]
        let ends = own.dropFirst().map { $0.begin - 1 } + [bytes.count]
        let order = zip(own, ends).sorted { $0.0.key < $1.0.key }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(bytes.count - frame.begin)
        for (member, end) in order {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted += bytes[member.begin..<end]
        }
        bytes.replaceSubrange(frame.begin..., with: sorted)
    }
}
