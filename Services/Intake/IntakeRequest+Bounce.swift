import Contracts
import FoundationEssentials
import Tickets

extension IntakeRequest {
    /// Says that a mail of ours could not be delivered, as the adapter read it.
    var isBounce: Bool { machine && mail["kind"] == .string("bounce") }

    /// Notifications whose mails it brings back, by the addresses it came to.
    var returned: [UUID] {
        guard isBounce, case .array(let addresses)? = mail["envelopeRecipients"] else { return [] }
        return addresses.compactMap { address in
            if case .string(let text) = address { BounceAddress.notification(of: text) } else { nil }
        }
    }

    /// Contact points of those who take part in a ticket by it; a mail system does not.
    var participants: [ContactPoint] { isBounce ? [] : points }

    private var mail: [String: JSONValue] { if case .object(let members)? = extra["mail"] { members } else { [:] } }
}
