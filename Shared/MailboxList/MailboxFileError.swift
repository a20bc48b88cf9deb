/// What is wrong with the file of mailboxes; holds no secret.
public struct MailboxFileError: Error, CustomStringConvertible {
    /// What is wrong and what was expected.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
