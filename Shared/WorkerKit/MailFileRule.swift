/// How long files of the mail store are kept that nothing refers to.
///
/// No rule of rows as the others (`RetentionRule`): files lie on a disk that only the mailbox worker and commands reach. Both go
/// by this.
public enum MailFileRule {
    /// Key in the table `retention`.
    public static let name = "mail-files"
    /// The worker that carries it out.
    public static let worker = "mailbox"
    /// Variable that says how long.
    public static let setting = "AFTERSAIL_KEEP_MAIL_FILES"
    /// Time they are kept when nothing else is said.
    public static let standard = "90d"
    /// Shorter than that, a request could still be on its way to intake.
    static let atLeast = Duration.seconds(7 * 86_400)
}

extension SettingsReader {
    /// How long files of the mail store are kept that nothing refers to.
    public mutating func keepMailFiles() -> Duration {
        duration(
            MailFileRule.setting,
            "time a mail or attachment that nothing refers to stays in the mail store after it was last written",
            default: MailFileRule.standard,
            in: MailFileRule.atLeast...RetentionRule.longest
        )
    }
}
