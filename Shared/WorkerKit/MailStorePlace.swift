/// Where the mail store lies, as the settings of the mailbox worker and of commands say.
public struct MailStorePlace: Sendable {
    /// A folder, or `https://host/bucket/prefix`; empty when it was not given.
    public let address: String
    /// `KEY:SECRET` of the bucket.
    public let login: String?
    /// The bucket's region.
    public let region: String
    /// Certificates to trust; `nil` trusts the system's.
    public let caFile: String?
}

extension SettingsReader {
    /// Reads where the mail store lies; a folder given otherwise comes first, and without both the setting is missing.
    public mutating func mailStore(given: String? = nil) -> MailStorePlace {
        let address = text(
            "AFTERSAIL_MAIL_STORE",
            "folder in which mails are kept as they came, or https://host/bucket/prefix of an S3-compatible server",
            default: given
        )
        let login = optionalText(
            "AFTERSAIL_MAIL_STORE_LOGIN",
            "KEY:SECRET for the bucket",
            secret: true,
            absence: "none, for a folder"
        )
        let region = text("AFTERSAIL_MAIL_STORE_REGION", "region of the bucket", default: "us-east-1")
        let caFile = optionalText(
            "AFTERSAIL_MAIL_STORE_CA_FILE",
            "certificate authorities for the bucket's server",
            absence: "the system's"
        )
        return MailStorePlace(address: given ?? address, login: login, region: region, caFile: caFile)
    }
}
