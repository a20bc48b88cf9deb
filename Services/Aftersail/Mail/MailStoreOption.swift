import MailStore

/// Where the mail store lies, by an option or the environment.
enum MailStoreOption {
    /// - Throws: `Failure` where none is named, `MailStoreError` where it cannot be used.
    static func open(_ option: String?, _ access: Access) throws -> MailStore {
        guard let folder = option ?? access.variable("AFTERSAIL_MAIL_STORE") else {
            throw Failure(
                .badData,
                "give --store FOLDER or set AFTERSAIL_MAIL_STORE: mails and attachments are kept there"
            )
        }
        return try MailStore(folder: folder)
    }
}
