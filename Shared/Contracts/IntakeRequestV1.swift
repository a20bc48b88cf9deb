public import FoundationEssentials

/// A customer's message as any channel adapter posts it to the intake queue.
///
/// JSON Schema and examples: `docs/contracts/intake-request.v1.schema.json`.
public struct IntakeRequestV1: Codable, Sendable, Equatable {
    /// Name and version of the contract; the `type` property may carry it, the queue does not need it.
    public static let name = "intake-request.v1"

    /// Who wrote; at least one contact point is given.
    public struct Sender: Codable, Sendable, Equatable {
        /// Name as the channel shows it, ≤ 200 characters.
        public var name: String?
        /// E-mail address, ≤ 254 bytes.
        public var email: String?
        /// Phone number, international form preferred, ≤ 40 characters.
        public var phone: String?
        /// Name within the channel (WhatsApp id, app account), ≤ 128 bytes.
        public var handle: String?
    }

    /// What it is about.
    public struct Product: Codable, Sendable, Equatable {
        /// Model, ≤ 200 characters.
        public var model: String?
        /// Serial number, ≤ 200 characters.
        public var serial: String?
        /// Order number, ≤ 200 characters.
        public var orderNumber: String?
    }

    /// When and where the problem showed.
    public struct Occurrence: Codable, Sendable, Equatable {
        /// RFC 3339 instant.
        public var at: Date?
        /// Free text, ≤ 500 characters.
        public var place: String?
    }

    /// A file that came along; the bytes stay in the adapter's store.
    public struct Attachment: Codable, Sendable, Equatable {
        /// File name, ≤ 255 characters.
        public var name: String?
        /// Media type, ≤ 255 characters.
        public var mediaType: String?
        /// Bytes, 0…2^40.
        public var size: Int?
        /// SHA-256 as 64 hexadecimal digits.
        public var sha256: String?
        /// Where it lies, ≤ 2,048 characters; never fetched unless on an allow-list.
        public var url: String?
    }

    /// `email`, `web`, `chat`, `phone`, `whatsapp`, `sms`, `app`, `walk_in` or `device`.
    public var channel: String
    /// Our own address or account it arrived at, ≤ 320 characters.
    public var account: String?
    /// The channel's id of the message, ≤ 998 bytes.
    public var externalId: String
    /// When the channel received it.
    public var receivedAt: Date
    /// Who wrote.
    public var sender: Sender
    /// Subject line, ≤ 2,000 characters.
    public var subject: String?
    /// The text, ≤ 1 MiB of UTF-8.
    public var body: String
    /// BCP 47 tag that the channel knows, ≤ 35 characters.
    public var locale: String?
    /// ISO 3166-1 alpha-2 country.
    public var country: String?
    /// What it is about.
    public var product: Product?
    /// When and where the problem showed.
    public var occurrence: Occurrence?
    /// External ids this message answers, ≤ 100 of ≤ 998 bytes, newest last.
    public var inReplyTo: [String]?
    /// Written by a machine: stored, never answered, moves no clock.
    public var machine: Bool?
    /// Files that came along, ≤ 100.
    public var attachments: [Attachment]?
}
