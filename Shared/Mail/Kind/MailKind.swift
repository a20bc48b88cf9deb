/// What a mail is, for deciding whether it may be answered.
public enum MailKind: String, Sendable, CaseIterable {
    /// Written by somebody who expects an answer.
    case person
    /// Sent by a program: an absence note, a confirmation, a notice.
    case autoReply = "auto_reply"
    /// A mail of ours, or about one, that could not be delivered.
    case bounce
    /// Sent to many.
    case list
    /// Sent by ourselves.
    case own = "self"
    /// A machine-readable report that is no bounce: read, delivered, abuse.
    case report
}

/// A kind, and what decided it.
public struct MailJudgement: Sendable, Equatable {
    /// What the mail is.
    public let kind: MailKind
    /// Name of the rule that decided; quotes nothing of the mail.
    public let rule: String
    /// What a bounce says; nil for other kinds.
    public let bounce: Bounce?
    /// Whether an automatic answer is allowed at all.
    public let mayBeAnswered: Bool
}

/// Who we are, for telling our own mail.
public struct OwnMail: Sendable {
    /// Addresses of our mailboxes, lower case.
    public let addresses: Set<String>
    /// Domains of our Message-IDs, lower case.
    public let messageIDDomains: Set<String>
    /// The header by which our mails name their instance.
    public let loopHeader: String
    /// This instance's name in that header.
    public let instance: String

    /// Who we are; nobody where nothing is given.
    public init(
        addresses: Set<String> = [],
        messageIDDomains: Set<String> = [],
        loopHeader: String = "X-Aftersail-Loop",
        instance: String = ""
    ) {
        self.addresses = addresses
        self.messageIDDomains = messageIDDomains
        self.loopHeader = loopHeader
        self.instance = instance
    }
}
