import ArgumentParser
import Mail
import MailIntake
import MailStore

/// What turns mails into requests, by options or the environment.
struct MailOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder or bucket that keeps mails and attachments (default: AFTERSAIL_MAIL_STORE).",
            valueName: "folder"
        )
    )
    var store: String?

    @Option(help: ArgumentHelp("Our address that the mails came to; else their own headers say.", valueName: "address"))
    var account: String?

    @Option(
        help: ArgumentHelp(
            "An address of ours, besides AFTERSAIL_MAIL_OWN and AFTERSAIL_MAIL_FROM: mail from it makes no ticket. Repeatable.",
            valueName: "address"
        )
    )
    var own: [String] = []

    @Option(
        help: ArgumentHelp(
            "Address or domain of colleagues, besides AFTERSAIL_MAIL_STAFF: mail they forward is their customers'. Repeatable.",
            valueName: "address"
        )
    )
    var staff: [String] = []

    /// The store.
    ///
    /// - Throws: `Failure` where none is named, `MailStoreError` where it cannot be used.
    func mailStore(_ access: Access) throws -> MailStore {
        try MailStoreOption.open(store, access)
    }

    func mailIntake(_ access: Access) -> MailIntake {
        let sender = access.variable("AFTERSAIL_MAIL_FROM").map { Self.bare($0) }
        let ours = own + Self.list(access, "AFTERSAIL_MAIL_OWN") + [sender].compactMap { $0 }
        return MailIntake(
            own: OwnMail(addresses: Set(ours.map { $0.lowercased() })),
            staff: Set((staff + Self.list(access, "AFTERSAIL_MAIL_STAFF")).map { $0.lowercased() })
        )
    }

    private static func list(_ access: Access, _ name: String) -> [String] {
        (access.variable(name) ?? "").split { $0 == "," || $0 == " " || $0 == ";" }.map(String.init)
    }

    /// `a@b` of `Name <a@b>`.
    private static func bare(_ text: String) -> String {
        guard let open = text.lastIndex(of: "<") else { return text }
        return String(text[text.index(after: open)...].prefix { $0 != ">" })
    }
}
