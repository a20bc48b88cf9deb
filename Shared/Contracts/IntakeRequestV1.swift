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

        /// Contact points; at least one is needed unless the request is set aside.
        public init(name: String? = nil, email: String? = nil, phone: String? = nil, handle: String? = nil) {
            self.name = name
            self.email = email
            self.phone = phone
            self.handle = handle
        }
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

        /// A file that came along.
        public init(name: String?, mediaType: String?, size: Int?, sha256: String?, url: String?) {
            self.name = name
            self.mediaType = mediaType
            self.size = size
            self.sha256 = sha256
            self.url = url
        }
    }

    /// How a mail was read.
    ///
    /// Kept beside the message, at most 64 KiB as JSON; no part of the content by which a repeated message is known.
    public struct Mail: Codable, Sendable, Equatable {
        /// What a bounce says.
        public struct Bounce: Codable, Sendable, Equatable {
            /// `permanent`, `transient` or `undetermined`.
            public var kind: String
            /// RFC 3463 status.
            public var status: String?
            /// Addresses that could not be reached, ≤ 20.
            public var recipients: [String]

            /// What a bounce says.
            public init(kind: String, status: String?, recipients: [String]) {
                self.kind = kind
                self.status = status
                self.recipients = recipients
            }
        }

        /// A file in the adapter's store.
        public struct File: Codable, Sendable, Equatable {
            /// SHA-256 as 64 hexadecimal digits.
            public var sha256: String
            /// Bytes.
            public var size: Int
            /// Where it lies.
            public var url: String

            /// A file in the adapter's store.
            public init(sha256: String, size: Int, url: String) {
                self.sha256 = sha256
                self.size = size
                self.url = url
            }
        }

        /// `person`, `auto_reply`, `bounce`, `list`, `self` or `report`.
        public var kind: String
        /// The rule that told the kind.
        public var rule: String
        /// The mail as it came.
        public var original: File
        /// The whole text with quotations, where the body is less; cut where it is long.
        public var fullText: String?
        /// The whole text is longer.
        public var fullTextIsCut: Bool?
        /// The colleague who passed a customer's mail on.
        public var forwardedBy: String?
        /// Envelope sender; empty for a bounce.
        public var envelopeSender: String?
        /// Envelope recipients, ≤ 10.
        public var envelopeRecipients: [String]?
        /// Addresses in To and Cc, ≤ 20, those with something behind a plus sign first.
        public var addressees: [String]?
        /// What a bounce says.
        public var bounce: Bounce?
        /// What was cut or could not be read, ≤ 10.
        public var problems: [String]?
        /// Attachments that only the original holds.
        public var unlistedAttachments: Int?

        /// How a mail was read.
        public init(kind: String, rule: String, original: File) {
            self.kind = kind
            self.rule = rule
            self.original = original
        }
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
    /// How a mail was read.
    public var mail: Mail?
    /// Why the adapter makes no ticket of it, ≤ 500 characters: intake keeps it in quarantine with this reason.
    public var setAside: String?

    /// A request with its required fields.
    public init(channel: String, externalId: String, receivedAt: Date, sender: Sender, body: String) {
        self.channel = channel
        self.externalId = externalId
        self.receivedAt = receivedAt
        self.sender = sender
        self.body = body
    }
}
