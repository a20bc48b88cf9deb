import Tickets
import WorkerKit

/// What this worker reads from the environment beside the platform's settings.
struct IntakeSettings: Sendable {
    /// How ticket numbers look and in which order they appear; `nil` only when a problem was reported to the reader.
    let numbering: Numbering?
    /// Whether no key was set, so that everybody can compute the order of the numbers.
    let isDevelopmentKey: Bool
    /// Reads tokens in mails; without a key none.
    let tokens: ThreadTokens
    /// Time that settled requests stay in quarantine.
    let keepQuarantine: Duration

    /// Stands in for a missing key; public, and so only good for development.
    private static let developmentKey = "aftersail development ticket key"

    init(_ reader: inout SettingsReader) {
        let prefixText = reader.text(
            "AFTERSAIL_TICKET_PREFIX",
            "what stands before the eight characters of a ticket number",
            default: "AS-"
        )
        let secret = reader.optionalText(
            "AFTERSAIL_TICKET_KEY",
            "at least 16 random bytes that order ticket numbers, kept for the life of a prefix; without it a public "
                + "key for development is used, with a warning",
            secret: true
        )
        isDevelopmentKey = secret == nil
        let threadKey = reader.optionalText(
            "AFTERSAIL_THREAD_KEY",
            "keys of the tokens in our mails by which answers find their ticket: the notifier's, each of 16 random bytes or "
                + "more, between commas; all are read",
            secret: true
        )
        let tokens = threadKey.map { ThreadTokens(setting: $0) } ?? ThreadTokens.none
        if tokens == nil {
            reader.refuse("AFTERSAIL_THREAD_KEY", "one to eight keys of 16 bytes or more, between commas")
        }
        self.tokens = tokens ?? .none
        keepQuarantine = reader.keep(.quarantine)
        let prefix = try? TicketNumberPrefix(prefixText)
        if prefix == nil {
            reader.refuse("AFTERSAIL_TICKET_PREFIX", "a letter, then up to seven letters, digits or dashes")
        }
        let key = try? TicketNumberKey(Array((secret ?? Self.developmentKey).utf8))
        if key == nil { reader.refuse("AFTERSAIL_TICKET_KEY", "at least 16 bytes long") }
        numbering = prefix.flatMap { prefix in key.map { Numbering(prefix: prefix, key: $0) } }
    }
}

/// How places in the ticket sequence become numbers, and how numbers are found in subjects.
struct Numbering: Sendable {
    let prefix: TicketNumberPrefix
    let key: TicketNumberKey

    func number(_ sequence: Int64) throws(TicketNumberError) -> String {
        try TicketNumber(sequence, key: key, prefix: prefix).description
    }

    /// What a ticket that the message opens is about: its subject without another ticket's number that a program put there.
    func title(_ subject: String?) -> String? {
        guard let subject else { return nil }
        let title = TicketNumber.withoutMarks(subject, prefix: prefix)
        return title.isEmpty ? subject : title
    }

    /// Numbers quoted in a subject; most that count is five.
    func quoted(in subject: String?) -> [String] {
        guard let subject else { return [] }
        return TicketNumber.find(in: subject, prefix: prefix).prefix(5).map(\.description)
    }
}
