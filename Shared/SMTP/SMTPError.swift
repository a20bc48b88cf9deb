/// Why a relay setting or a message was refused before anything went to the network.
///
/// None of these helps to retry: the setting or the message must change. No case carries an address or message text.
public enum SMTPError: Error, Sendable, Equatable {
    /// The relay's settings cannot be used; `reason` names the part and what was expected.
    case invalidRelay(reason: String)
    /// A header of the message cannot be written.
    case invalidHeader(name: String, reason: String)
    /// An address cannot be used on this relay; `field` says which one.
    case invalidAddress(field: String, reason: String)
}
