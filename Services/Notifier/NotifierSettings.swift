import SMTP
import Tickets
import Wording
import WorkerKit

/// What this worker reads from the environment beside the platform's settings.
struct NotifierSettings: Sendable {
    /// Who takes the mails.
    enum Provider: String, CaseIterable, Sendable {
        /// A relay.
        case smtp
        /// Nobody: every mail counts as sent. For measurements.
        case recording
    }

    /// What to do about encryption on a plain connection.
    enum StartTLS: String, CaseIterable, Sendable {
        case never
        case ifOffered = "if-offered"
        case required
    }

    /// Where the token stands beside the header.
    enum Marker: String, CaseIterable, Sendable {
        /// In a line below the text.
        case below
        /// Nowhere.
        case none
    }

    let provider: Provider
    /// `nil` for the recording provider, and when a problem was reported to the reader.
    let relay: SMTPRelay?
    let letterhead: Letterhead
    /// `nil` without a public address.
    let links: SurveyLink?
    /// Whether no key was set, so that everybody can make links.
    let isDevelopmentKey: Bool
    /// Time that the words of settled mails stay.
    let keepMailTexts: Duration
    /// Time that addresses stay on the list of refused ones after their ban.
    let keepSuppressions: Duration
    /// Time that counters of budgets stay.
    let keepMailBudgets: Duration
    /// How much automatic mail may leave.
    let budgets: MailBudgets

    /// Stands in for a missing key; public, and so only good for development.
    private static let developmentKey = "aftersail development link key"

    init(_ reader: inout SettingsReader) {
        provider = reader.choice(
            "AFTERSAIL_MAIL_PROVIDER",
            "who takes the mails; recording sends nothing and counts them as sent",
            default: Provider.smtp
        )
        letterhead = Self.letterhead(&reader)
        let relay = Self.relay(&reader, heloName: letterhead.domain, isNeeded: provider == .smtp)
        self.relay = provider == .smtp ? relay : nil
        let base = reader.optionalText(
            "AFTERSAIL_PUBLIC_URL",
            "https:// address that customers reach; begins survey links"
        )
        let key = reader.optionalText(
            "AFTERSAIL_LINK_KEY",
            "at least 16 random bytes that sign links; without it a public key for development is used, with a warning",
            secret: true
        )
        if let key, key.utf8.count < 16 { reader.refuse("AFTERSAIL_LINK_KEY", "at least 16 bytes long") }
        if let base, !["http://", "https://"].contains(where: { base.hasPrefix($0) }) {
            reader.refuse("AFTERSAIL_PUBLIC_URL", "an address that begins with https:// or http://")
        }
        isDevelopmentKey = key == nil && base != nil
        links = base.map { SurveyLink(base: $0, key: key ?? Self.developmentKey) }
        keepMailTexts = reader.keep(.mailTexts)
        keepSuppressions = reader.keep(.suppressions)
        keepMailBudgets = reader.keep(.mailBudgets)
        budgets = Self.budgets(&reader)
    }

    private static func budgets(_ reader: inout SettingsReader) -> MailBudgets {
        let standard = MailBudgets()
        func budget(_ name: String, _ of: String, _ standard: Int, most: Int = 100_000_000) -> Int {
            reader.whole(name, of, default: standard, in: 1...most)
        }
        var budgets = standard
        budgets.addressHour = budget(
            "AFTERSAIL_MAIL_BUDGET_ADDRESS_HOUR",
            "automatic mails to one customer's address an hour; more are kept and not sent",
            standard.addressHour,
            most: 1_000
        )
        budgets.addressDay = budget(
            "AFTERSAIL_MAIL_BUDGET_ADDRESS_DAY",
            "the same, a day",
            standard.addressDay,
            most: 10_000
        )
        budgets.ticketDay = budget(
            "AFTERSAIL_MAIL_BUDGET_TICKET_DAY",
            "automatic mails about one ticket to its customer, a day; more are kept and not sent",
            standard.ticketDay,
            most: 10_000
        )
        budgets.staffHour = budget(
            "AFTERSAIL_MAIL_BUDGET_STAFF_HOUR",
            "mails to one member of staff an hour; more are kept and not sent",
            standard.staffHour
        )
        budgets.staffDay = budget("AFTERSAIL_MAIL_BUDGET_STAFF_DAY", "the same, a day", standard.staffDay)
        budgets.domain = budget(
            "AFTERSAIL_MAIL_BUDGET_DOMAIN",
            "automatic mails to customers of one domain an hour; more wait, a day at most",
            standard.domain
        )
        budgets.provider = budget(
            "AFTERSAIL_MAIL_BUDGET_PROVIDER",
            "the same for a mail provider's domain",
            standard.provider
        )
        budgets.overall = budget(
            "AFTERSAIL_MAIL_BUDGET_OVERALL",
            "automatic mails to all customers an hour; more wait, a day at most",
            standard.overall
        )
        let more = reader.optionalText(
            "AFTERSAIL_MAIL_BUDGET_PROVIDERS",
            "domains that count as mail providers, between commas, beside the built-in ones"
        )
        let domains = (more ?? "").lowercased().split { ", \n".contains($0) }.map(String.init)
        if domains.contains(where: { !$0.contains(".") || $0.contains("@") }) {
            reader.refuse("AFTERSAIL_MAIL_BUDGET_PROVIDERS", "domains such as example.com, between commas")
        }
        budgets.moreProviders = Set(domains)
        return budgets
    }

    private static func letterhead(_ reader: inout SettingsReader) -> Letterhead {
        let text = reader.text(
            "AFTERSAIL_MAIL_FROM",
            "who writes, as Name <address>; the name is also the company's in the wording",
            default: "Aftersail <service@aftersail.example>"
        )
        let from = mailbox(text)
        if from == nil { reader.refuse("AFTERSAIL_MAIL_FROM", "of the form Name <name@example.com>") }
        let ownDomain = from.map { String($0.address.drop { $0 != "@" }.dropFirst()) } ?? "aftersail.example"
        let domain = reader.optionalText(
            "AFTERSAIL_MAIL_DOMAIN",
            "right side of message ids and name in the greeting; without it that of the sender"
        )
        let bounce = reader.optionalText(
            "AFTERSAIL_BOUNCE_ADDRESS",
            "gets bounces, as local+<notification>@domain; without it automatic mail has a null sender"
        )
        if let bounce, (try? ContactPoint.email(bounce)) == nil {
            reader.refuse("AFTERSAIL_BOUNCE_ADDRESS", "a mail address such as bounces@example.com")
        }
        return Letterhead(
            from: from ?? (name: "", address: ""),
            domain: domain ?? ownDomain,
            bounceAddress: bounce.flatMap(BounceAddress.init),
            marks: marks(&reader)
        )
    }

    private static func marks(_ reader: inout SettingsReader) -> ThreadMarks {
        let key = reader.optionalText(
            "AFTERSAIL_THREAD_KEY",
            "keys of the tokens in customers' mails by which answers find their ticket, each of 16 random bytes or more, "
                + "between commas; the first makes tokens. intake needs the same",
            secret: true
        )
        let tokens = key.map { ThreadTokens(setting: $0) } ?? ThreadTokens.none
        if tokens == nil {
            reader.refuse("AFTERSAIL_THREAD_KEY", "one to eight keys of 16 bytes or more, between commas")
        }
        let mailbox = reader.optionalText(
            "AFTERSAIL_REPLY_ADDRESS",
            "where customers answer, as local+<token>@domain: a mailbox that takes whatever stands behind a plus sign",
            absence: "none, answers go to the address of AFTERSAIL_MAIL_FROM"
        )
        let local = mailbox?.prefix { $0 != "@" }.utf8.count ?? 0
        if let mailbox, (try? ContactPoint.email(mailbox)) == nil || local > ThreadTokens.longestLocalPart {
            reader.refuse(
                "AFTERSAIL_REPLY_ADDRESS",
                "a mail address with at most \(ThreadTokens.longestLocalPart) characters before the @"
            )
        }
        let shown = reader.choice(
            "AFTERSAIL_THREAD_MARKER",
            "whether the token also stands below the text, for mail systems that drop every header",
            default: Marker.below
        )
        return ThreadMarks(tokens: tokens ?? .none, replyMailbox: mailbox, showsToken: shown == .below)
    }

    private static func relay(_ reader: inout SettingsReader, heloName: String, isNeeded: Bool) -> SMTPRelay? {
        let url = reader.optionalText(
            "AFTERSAIL_SMTP_URL",
            "smtp:// or smtps:// address of the relay, with user:password@ if it asks for them",
            secret: true,
            absence: "required, unless AFTERSAIL_MAIL_PROVIDER is recording"
        )
        let wish = reader.choice(
            "AFTERSAIL_SMTP_STARTTLS",
            "whether a plain connection is encrypted",
            default: StartTLS.ifOffered
        )
        let authorities = reader.optionalText("AFTERSAIL_SMTP_CA_FILE", "certificate authorities for the relay")
        let connections = reader.whole(
            "AFTERSAIL_SMTP_CONNECTIONS",
            "most connections to the relay",
            default: 8,
            in: 1...64
        )
        guard isNeeded else { return nil }
        guard let url else {
            reader.refuse("AFTERSAIL_SMTP_URL", "set, unless AFTERSAIL_MAIL_PROVIDER is recording")
            return nil
        }
        do throws(SMTPError) {
            return try SMTPRelay(
                url: url,
                startTLS: startTLS(wish),
                caFile: authorities,
                connections: connections,
                heloName: heloName
            )
        } catch {
            if case .invalidRelay(let reason) = error {
                reader.refuse("AFTERSAIL_SMTP_URL", "right together with the other AFTERSAIL_SMTP settings: \(reason)")
            }
            return nil
        }
    }

    private static func startTLS(_ wish: StartTLS) -> SMTPRelay.StartTLS {
        switch wish {
        case .never: .never
        case .ifOffered: .ifOffered
        case .required: .required
        }
    }

    /// `Name <a@b>`, or an address alone.
    private static func mailbox(_ text: String) -> (name: String, address: String)? {
        let open = text.lastIndex(of: "<")
        let address = open.map { text[$0...].dropFirst().prefix { $0 != ">" } } ?? text[...]
        guard open == nil || text.hasSuffix(">"), let point = try? ContactPoint.email(String(address)) else {
            return nil
        }
        return (OneLine.text(open.map { String(text[..<$0]) } ?? "", most: 120), point.value)
    }
}
