/// What the store keeps of one mail.
public struct KeptMail: Sendable, Equatable {
    /// Most attachments that are kept as files of their own; the original holds them all.
    public static let filesLimit = 100

    /// The mail as it came, to the byte.
    public let original: KeptFile
    /// Its attachments, decoded, in the order of the mail; the first hundred.
    public let files: [KeptFile]

    /// What the store keeps of one mail.
    public init(original: KeptFile, files: [KeptFile]) {
        self.original = original
        self.files = files
    }
}
