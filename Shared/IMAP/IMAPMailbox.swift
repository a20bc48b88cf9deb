/// A mailbox as the server showed it when it was opened to be read.
public struct IMAPMailbox: Sendable, Equatable {
    /// Changes when the server numbers its mails anew (RFC 3501 section 2.3.1.1); then no earlier UID means anything.
    public let uidValidity: UInt32
    /// Every mail that comes gets at least this UID; `nil` when the server did not say.
    public let uidNext: UInt32?
    /// Mails in it.
    public let exists: Int
}
