public import FoundationEssentials

/// JSON written value by value into one buffer: for what is written so often that `Codable` shows in a profile.
///
/// Puts commas and colons; the caller closes what it opens and names members in order, as ``WireJSON`` would.
public struct JSONBuilder: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty buffer with room for so many bytes.
    public init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// The text; valid UTF-8, since only texts and numbers go in.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Opens an object.
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Closes the innermost object.
    public mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Closes the innermost array.
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Names the next member.
    public mutating func key(_ name: String) {
        separate()
        JSONString.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A text, with its quotation marks.
    public mutating func write(_ text: String) {
        separate()
        JSONString.write(text, to: &bytes)
    }

    /// A whole number.
    public mutating func write(_ number: Int) {
        separate()
        JSONNumber.write(number, to: &bytes)
    }

    /// A truth value.
    public mutating func write(_ flag: Bool) {
        separate()
        bytes += (flag ? "true" : "false").utf8
    }

    /// An id, upper case as in every message.
    public mutating func write(_ id: UUID) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        id.write(digits: .upper, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// An instant as RFC 3339 with microseconds.
    public mutating func write(_ date: Date) { write(RFC3339.text(date)) }

    /// A number as Swift prints it, a whole one without decimals.
    ///
    /// - Throws: `EncodingError` when the number is not finite; a retry does not help.
    public mutating func write(_ number: Double) throws {
        separate()
        try JSONNumber.write(number, to: &bytes)
    }

    /// A member that is left out without a value.
    public mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        key(name)
        write(text)
    }

    /// A member that is left out without a value.
    public mutating func member(_ name: String, _ number: Int?) {
        guard let number else { return }
        key(name)
        write(number)
    }

    /// A member that is left out without a value.
    public mutating func member(_ name: String, _ id: UUID?) {
        guard let id else { return }
        key(name)
        write(id)
    }

    /// A member that is left out without a value.
    public mutating func member(_ name: String, _ date: Date?) {
        guard let date else { return }
        key(name)
        write(date)
    }

    /// A list of texts.
    public mutating func member(_ name: String, _ texts: [String]) {
        key(name)
        beginArray()
        for text in texts { write(text) }
        endArray()
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }
}

/// A value that writes itself, member by member, in the bytes that its `Codable` form would have.
public protocol JSONWritable {
    /// Writes the whole value.
    func write(to json: inout JSONBuilder) throws
}
