import FoundationEssentials
import Tickets
import WorkerKit

/// A valid request on its way through one turn.
struct Arrival: Sendable {
    /// Place in the turn's batch.
    let index: Int
    private(set) var request: IntakeRequest
    let envelope: Envelope
    /// Numbers quoted in the subject.
    let quoted: [String]
    /// Subject of a ticket that it opens.
    let title: String?
    /// What tokens of ours in it prove.
    let tokens: TokenEvidence
    /// What a second delivery of it has, too.
    let receipt: ReceiptKey

    init(
        index: Int,
        request: IntakeRequest,
        envelope: Envelope,
        quoted: [String],
        title: String?,
        tokens: TokenEvidence
    ) {
        self.index = index
        self.request = request
        self.envelope = envelope
        self.quoted = quoted
        self.title = title
        self.tokens = tokens
        // Of the request as it came: keys change, and with them what is read from it.
        receipt = ReceiptKey(message: MessageKey(request), content: request.content.digest)
        // Mail programs decline surveys by themselves, and nobody is to be woken by it.
        if tokens.declined != nil { self.request.machine = true }
    }

    /// Its own id, as a reply would name it.
    var reference: Reference { Reference(request.channel, request.externalID) }

    /// What it answers, strongest first: the newest stands last in the request.
    var references: [Reference] { request.inReplyTo.reversed().map { Reference(request.channel, $0) } }
}

/// A text that is equal only to the same bytes, as in the database; Swift alone would equate é and e + ´.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// A message by the id its channel gave it.
struct Reference: Hashable, Sendable {
    let channel: Channel
    /// For mail without angle brackets, which some adapters leave out.
    let id: ExactText

    init(_ channel: Channel, _ id: String) {
        self.channel = channel
        let isBracketed = channel == .email && id.hasPrefix("<") && id.hasSuffix(">") && id.utf8.count > 2
        self.id = ExactText(isBracketed ? String(id.dropFirst().dropLast()) : id)
    }

    /// The spellings in which it may be stored.
    var spellings: [String] { channel == .email ? [id.text, "<\(id.text)>"] : [id.text] }
}

/// What makes two messages the same one, whatever they say.
struct MessageKey: Hashable, Sendable {
    let channel: Channel
    /// Empty for e-mail, where one mail may reach several of our addresses.
    let account: ExactText
    let externalID: ExactText

    init(_ request: IntakeRequest) {
        channel = request.channel
        account = ExactText(request.channel == .email ? "" : request.account)
        externalID = ExactText(request.externalID)
    }
}

/// What makes two deliveries the same message.
struct ReceiptKey: Hashable, Sendable {
    let message: MessageKey
    /// SHA-256 of the canonical content.
    let content: [UInt8]
}
