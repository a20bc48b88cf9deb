import Contracts
import FoundationEssentials
import Tickets

/// What the adapter says of a mail, in the member `mail`.
extension IntakeRequest {
    /// Says that a mail of ours could not be delivered, as the adapter read it.
    var isBounce: Bool { machine && mail["kind"] == .string("bounce") }

    /// Notifications whose mails it brings back, by the addresses it came to.
    var returned: [UUID] {
        isBounce ? texts("envelopeRecipients").compactMap { BounceAddress.notification(of: $0) } : []
    }

    /// Contact points of those who take part in a ticket by it; a mail system does not.
    var participants: [ContactPoint] { isBounce ? [] : points }

    /// Where it came to, where it was really delivered before where it says it was sent.
    var mailAddressees: [String] { texts("envelopeRecipients") + texts("addressees") }

    /// All that it says, quotations too.
    var wholeText: String { if case .string(let text)? = mail["fullText"] { text } else { body } }

    private var mail: [String: JSONValue] { if case .object(let members)? = extra["mail"] { members } else { [:] } }

    /// Nobody vouches for what stands there: an adapter may be somebody else's.
    private func texts(_ name: String) -> [String] {
        guard case .array(let values)? = mail[name] else { return [] }
        return values.prefix(30).compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
