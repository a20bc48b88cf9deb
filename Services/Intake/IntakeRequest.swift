import Contracts
import FoundationEssentials
import Tickets

/// A request of `intake-request.v1` that passed validation, in the form in which it is stored.
struct IntakeRequest: Sendable {
    var channel: Channel
    /// Our own address it arrived at; empty when the channel named none.
    var account = ""
    var externalID: String
    var receivedAt: Date
    var senderName: String?
    /// Normalised, strongest first: e-mail, phone, handle; never empty.
    var points: [ContactPoint]
    var subject: String?
    var body: String
    var locale: String?
    /// ISO 3166-1 alpha-2, upper case.
    var country: String?
    var productModel: String?
    var productSerial: String?
    var orderNumber: String?
    var occurredAt: Date?
    var occurredPlace: String?
    /// Newest last.
    var inReplyTo: [String] = []
    var machine = false
    /// Objects as they came, unknown members included.
    var attachments: [JSONValue] = []
    /// Members that the contract does not know, in their places.
    var extra: [String: JSONValue] = [:]
    var flags: [Flag] = []

    /// What a reader of the message should know about its way in.
    enum Flag: String, Sendable {
        /// A message with the same id and another content had come before.
        case sameIDOtherContent = "same_id_other_content"
        /// U+0000 became U+FFFD.
        case nulReplaced = "nul_replaced"
        /// Half of a UTF-16 pair became U+FFFD.
        case surrogateReplaced = "surrogate_replaced"
        /// Its sender had never written on the ticket and came by a token of ours alone.
        case joinedByToken = "joined_by_token"
    }

    /// Clocks count from here: when the channel received it, but not from the future and at most 72 h back.
    func clockStart(now: Date) -> Date {
        min(max(receivedAt, now.addingTimeInterval(-72 * 3600)), now)
    }
}

extension IntakeRequest {
    /// The fingerprint by which a repeated message is known from a changed one.
    ///
    /// Left out: what differs between two deliveries of one message (`receivedAt`, unknown fields, the address of a
    /// file whose hash is known) and what the key of the receipt already holds.
    var content: CanonicalContent {
        var fields: [String: CanonicalContent.Value] = [
            "body": .text(body),
            "inReplyTo": .list(inReplyTo),
            "machine": .text(machine ? "true" : "false"),
            "points": .list(points.map { "\($0.kind.rawValue) \($0.value)" }),
            "attachments": .list(attachments.map(Self.identity(ofAttachment:))),
        ]
        let texts = [
            "name": senderName, "subject": subject, "locale": locale, "country": country, "model": productModel,
            "serial": productSerial, "order": orderNumber, "occurredAt": occurredAt.map { RFC3339.text($0) },
            "occurredPlace": occurredPlace,
        ]
        for (name, text) in texts { fields[name] = text.map { .text($0) } ?? .absent }
        return CanonicalContent(fields)
    }

    private static func identity(ofAttachment attachment: JSONValue) -> String {
        guard case .object(let members) = attachment else { return attachment.text }
        let names = ["name", "mediaType", "size", "sha256"] + (members["sha256"] == nil ? ["url"] : [])
        return JSONValue.object(members.filter { names.contains($0.key) }).text
    }
}
