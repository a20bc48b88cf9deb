public import FoundationEssentials

/// A mail as the server keeps it, read without marking it as seen.
public struct IMAPMessage: Sendable, Equatable {
    /// Its number within one UIDVALIDITY.
    public let uid: UInt32
    /// When the server took it; `nil` when that could not be read.
    public let receivedAt: Date?
    /// Bytes as the server counts them (`RFC822.SIZE`); `nil` when it did not say.
    ///
    /// Some servers count wrong.
    public let announcedSize: Int?
    /// Bytes that came.
    public let size: Int
    /// The mail, as it lies there; its beginning when it `isCut`.
    public let bytes: [UInt8]
    /// Whether the mail is larger than the limit it was asked for with; the rest was not kept.
    public var isCut: Bool { size > bytes.count }
}
