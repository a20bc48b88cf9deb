/// What a mail about failed delivery says.
public struct Bounce: Sendable, Equatable {
    /// Whether trying again can help.
    public enum Class: String, Sendable {
        /// 5.x.x: it never will.
        case permanent
        /// 4.x.x: the relay goes on trying, or somebody may later.
        case transient
        /// It does not say.
        case undetermined
    }

    /// A recipient, and what was said about it.
    public struct Recipient: Sendable, Equatable {
        /// The address.
        public let address: String
        /// Enhanced status of RFC 3463; nil where none is given.
        public let status: String?
        /// `failed`, `delayed`; nil where none is given.
        public let action: String?
    }

    /// Of the whole: the gravest of its recipients'.
    public let kind: Class
    /// The status that decided; nil where none is given.
    public let status: String?
    /// Whom it was for.
    public let recipients: [Recipient]
    /// Message-ID of the mail that came back; nil where it is not told.
    public let messageID: String?
}
