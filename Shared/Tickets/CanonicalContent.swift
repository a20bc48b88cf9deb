import Digest

/// The fingerprint of what a message says, by which a repeated delivery is known from a changed one.
///
/// SHA-256 over the fields in order of their names, every name and value written behind its length, so that no two
/// different messages share a form. Line ends of all kinds are equal, and U+0000 equals the U+FFFD it is stored as.
public struct CanonicalContent: Hashable, Sendable {
    /// One field's content.
    public enum Value: Hashable, Sendable {
        /// The field is not there; differs from an empty text.
        case absent
        /// One text.
        case text(String)
        /// Several texts whose order counts.
        case list([String])
    }

    /// The 32 bytes of the fingerprint.
    public let digest: [UInt8]
    /// The fingerprint as 64 lower-case hexadecimal digits.
    public var hexadecimal: String { hex(digest) }

    /// Takes the fields that make two messages the same or not.
    public init(_ fields: [String: Value]) {
        var form = Array("aftersail.content.v1".utf8)
        for (name, value) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            Self.append(name, to: &form)
            Self.append(value, to: &form)
        }
        digest = sha256(form)
    }

    private static func append(_ value: Value, to form: inout [UInt8]) {
        switch value {
        case .absent: form.append(0)
        case .text(let text):
            form.append(1)
            append(text, to: &form)
        case .list(let texts):
            form.append(2)
            append(length: texts.count, to: &form)
            for text in texts { append(text, to: &form) }
        }
    }

    private static func append(_ text: String, to form: inout [UInt8]) {
        let bytes = canonical(text)
        append(length: bytes.count, to: &form)
        form += bytes
    }

    private static func append(length: Int, to form: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { form.append(UInt8(truncatingIfNeeded: length >> shift)) }
    }

    private static func canonical(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var afterReturn = false
        for byte in text.utf8 {
            switch byte {
            case 0x0d: result.append(0x0a)
            case 0x0a where afterReturn: break
            case 0: result += [0xef, 0xbf, 0xbd]
            default: result.append(byte)
            }
            afterReturn = byte == 0x0d
        }
        return result
    }
}
