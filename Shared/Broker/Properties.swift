public import FoundationEssentials

/// What travels with a body: the properties of AMQP's basic class.
///
/// Each text is at most 255 bytes of UTF-8.
public struct Properties: Sendable, Equatable {
    /// MIME type of the body.
    public var contentType: String?
    /// MIME encoding of the body.
    public var contentEncoding: String?
    /// Fields of the application.
    public var headers: [String: HeaderValue]
    /// Whether the broker keeps the message over a restart.
    ///
    /// Default true.
    public var persistent: Bool
    /// 0…255; quorum queues ignore it.
    public var priority: UInt8?
    /// What the message answers.
    public var correlationID: String?
    /// Queue that wants the answer.
    public var replyTo: String?
    /// Milliseconds in decimal digits after which the broker drops or dead-letters the message.
    public var expiration: String?
    /// Identity of the message; the same on every resend.
    public var messageID: String?
    /// When the message was made, to the second, UTC.
    public var timestamp: Date?
    /// Name of the message kind.
    public var type: String?
    /// Must equal the user of the connection; the broker checks it.
    public var userID: String?
    /// Name of the application that made the message.
    public var appID: String?

    /// Properties of a persistent message unless told otherwise.
    public init(
        contentType: String? = nil,
        contentEncoding: String? = nil,
        headers: [String: HeaderValue] = [:],
        persistent: Bool = true,
        priority: UInt8? = nil,
        correlationID: String? = nil,
        replyTo: String? = nil,
        expiration: String? = nil,
        messageID: String? = nil,
        timestamp: Date? = nil,
        type: String? = nil,
        userID: String? = nil,
        appID: String? = nil
    ) {
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.headers = headers
        self.persistent = persistent
        self.priority = priority
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.expiration = expiration
        self.messageID = messageID
        self.timestamp = timestamp
        self.type = type
        self.userID = userID
        self.appID = appID
    }

    private var texts: [String?] {
        [contentType, contentEncoding, correlationID, replyTo, expiration, messageID, type, userID, appID]
    }

    /// Bytes of the content header frame: AMQP 0-9-1 §4.2.6.1, with the frame's own eight.
    var encodedSize: Int {
        let fixed = 8 + 14 + 1 + (priority == nil ? 0 : 1) + (timestamp == nil ? 0 : 8)
        let text = texts.reduce(0) { $0 + ($1.map { 1 + $0.utf8.count } ?? 0) }
        return fixed + text + (headers.isEmpty ? 0 : HeaderValue.encodedSize(headers))
    }

    /// Why the message cannot be sent, or nil.
    func problem(frameMax: Int) -> String? {
        let names = texts.compactMap(\.self) + headers.keys
        if names.contains(where: { $0.utf8.count > 255 }) {
            return "a property or the name of a header is longer than 255 bytes"
        }
        if headers.values.contains(where: { $0.depth > HeaderValue.maxDepth }) {
            return "headers are nested deeper than \(HeaderValue.maxDepth) levels"
        }
        let size = encodedSize
        return size <= frameMax ? nil : "headers need \(size) bytes and a frame holds \(frameMax)"
    }
}
