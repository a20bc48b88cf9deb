import MailStore
import WorkerKit

/// Where the mail store lies, by an option or the environment.
enum MailStoreOption {
    /// - Throws: `Failure` where none is named, `MailStoreError` where it cannot be used.
    static func open(_ option: String?, _ access: Access) throws -> MailStore {
        guard let address = option ?? access.variable("AFTERSAIL_MAIL_STORE") else {
            throw Failure(
                .badData,
                "give --store FOLDER or set AFTERSAIL_MAIL_STORE: mails and attachments are kept there"
            )
        }
        guard Bucket.isAddress(address) else { return try MailStore(folder: address) }
        var reader = SettingsReader(access.variables)
        let place = reader.mailStore(given: address)
        try reader.finish()
        return try MailStore(at: address, login: place.login, region: place.region, caFile: place.caFile)
    }
}
