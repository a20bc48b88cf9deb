/// A `bytea`.
public struct Bytes: Sendable, Hashable, PostgresElement {
    /// The content.
    public var bytes: [UInt8]

    /// Wraps the content.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// `bytea`.
    public static var postgresType: PostgresType { .bytea }
    /// `bytea[]`.
    public static var postgresArrayType: PostgresType { .bytea.array }
    /// The bytes as they are.
    public func encode(into wire: inout WireWriter) { wire.append(bytes) }
    /// The bytes as they are.
    public static func decode(_ wire: borrowing WireValue) -> Bytes? { wire.bytes().map(Bytes.init) }
}

/// A JSON document as text, sent as `jsonb`.
public struct JSONText: Sendable, Hashable, PostgresElement {
    /// The document; read from `jsonb`, it is in the server's own spelling.
    public var text: String

    /// Wraps a document; whether it is valid JSON only the server checks (22P02).
    public init(_ text: String) {
        self.text = text
    }

    /// `jsonb`.
    public static var postgresType: PostgresType { .jsonb }
    /// `jsonb[]`.
    public static var postgresArrayType: PostgresType { .jsonb.array }
    /// `jsonb` and `json`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .jsonb || type == .json }
    /// Version 1 of jsonb's binary form: a one, then the text.
    public func encode(into wire: inout WireWriter) {
        wire.append(UInt8(1))
        wire.append(text)
    }
    /// jsonb's version must be 1.
    public static func decode(_ wire: borrowing WireValue) -> JSONText? {
        if wire.type == .json { return wire.text().map(JSONText.init) }
        guard wire.number(at: 0) == UInt8(1) else { return nil }
        return wire.text(from: 1).map(JSONText.init)
    }
}

/// A JSON document as text, sent as `json`: the server looks whether it is one and keeps it letter for letter.
///
/// For what is read seldom: taking a document of a kilobyte apart for `jsonb` costs the server five times as much.
public struct PlainJSON: Sendable, Hashable, PostgresElement {
    /// The document.
    public var text: String

    /// Wraps a document; whether it is valid JSON only the server checks (22P02).
    public init(_ text: String) {
        self.text = text
    }

    /// `json`.
    public static var postgresType: PostgresType { .json }
    /// `json[]`.
    public static var postgresArrayType: PostgresType { .json.array }
    /// The text.
    public func encode(into wire: inout WireWriter) { wire.append(text) }
    /// The text.
    public static func decode(_ wire: borrowing WireValue) -> PlainJSON? { wire.text().map(PlainJSON.init) }
}

extension String: PostgresElement {
    /// `text`.
    public static var postgresType: PostgresType { .text }
    /// `text[]`.
    public static var postgresArrayType: PostgresType { .text.array }
    /// Every kind of text.
    public static func accepts(_ type: PostgresType) -> Bool {
        type == .text || type == .varchar || type == .name || type == .bpchar
    }
    /// UTF-8.
    ///
    /// U+0000 is refused by the server (22021).
    public func encode(into wire: inout WireWriter) { wire.append(self) }
    /// UTF-8.
    public static func decode(_ wire: borrowing WireValue) -> String? { wire.text() }
}
